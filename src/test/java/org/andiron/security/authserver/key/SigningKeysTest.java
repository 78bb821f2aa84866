package org.andiron.security.authserver.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningKeysTest {

  private final SettableClock clock = new SettableClock();
  private final FakeTable table = new FakeTable();
  private final SigningKeys keys = new SigningKeys(table, clock);

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private final class FakeTable implements StoredKeys {
    private final List<StoredKey> stored = new ArrayList<>();
    private int loads;

    @Override
    public List<StoredKey> load() {
      loads++;
      return List.copyOf(stored);
    }

    @Override
    public void rotate(Duration lifetime, Duration kept) {
      try {
        RSAKey key = new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
        stored.add(0, new StoredKey(key, clock.instant()));
      } catch (JOSEException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void theFirstKeyIsMadeAtTheFirstUseAndSignsAtOnce() {
    RSAKey key = keys.current();

    assertThat(key.isPrivate()).isTrue();
    assertThat(keys.published().getKeys()).containsExactly(key.toPublicJWK());
    assertThat(keys.find(key.getKeyID())).contains(key.toPublicJWK());
    assertThat(table.stored).hasSize(1);
  }

  @Test
  void aNewKeyIsPublishedBeforeItSignsAndTheOldOneStays() {
    RSAKey old = keys.current();
    clock.pass(Duration.ofDays(91));

    assertThat(keys.current()).isEqualTo(old);
    assertThat(keys.published().getKeys()).hasSize(2);
    clock.pass(SigningKeys.CACHED_BY_OTHERS.multipliedBy(2).plusSeconds(1));
    RSAKey next = keys.current();
    assertThat(next).isNotEqualTo(old);
    assertThat(keys.find(old.getKeyID())).contains(old.toPublicJWK());
    assertThat(keys.published().toString()).doesNotContain("\"d\"");
  }

  @Test
  void aKeyOfAnotherNodeIsFoundAndUnknownOnesDoNotReadTheTableEachTime() {
    keys.current();
    table.rotate(Duration.ZERO, Duration.ZERO);
    clock.pass(Duration.ofSeconds(6));
    assertThat(keys.find(table.stored.get(0).key().getKeyID())).isPresent();
    int before = table.loads;
    for (int i = 0; i < 100; i++) {
      assertThat(keys.find("unknown")).isEmpty();
    }
    assertThat(table.loads).isLessThanOrEqualTo(before + 1);
  }
}
