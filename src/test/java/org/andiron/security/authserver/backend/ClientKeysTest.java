package org.andiron.security.authserver.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.authserver.backend.ClientKeys.Fetched;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.ClientRegistration.Authentication;
import org.andiron.security.scope.SmartScopes;
import org.andiron.testsupport.SigningClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientKeysTest {

  private static final SigningClient FIRST = SigningClient.ec("job");
  private static final SigningClient SECOND = SigningClient.ec("job");

  private static final ClientRegistration CLIENT =
      new ClientRegistration(
          "job",
          "job",
          Set.of(),
          Set.of("client_credentials"),
          Authentication.PRIVATE_KEY_JWT,
          Optional.empty(),
          Optional.of(URI.create("https://job.example.org/keys")),
          Optional.empty(),
          SmartScopes.of("system/*.rs"),
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          Set.of(),
          Optional.empty(),
          false);

  private final SettableClock clock = new SettableClock();
  private @Nullable SigningClient published = FIRST;
  private Duration lifetime = Duration.ofMinutes(10);
  private int fetches;
  private final ClientKeys keys = new ClientKeys(this::fetch, clock);

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

  private Fetched fetch(URI uri) throws IOException {
    fetches++;
    if (published == null) {
      throw new IOException("unreachable");
    }
    return new Fetched(new JWKSet(published.key().toPublicJWK()), lifetime);
  }

  private boolean knows(SigningClient client) {
    return !keys.find(CLIENT, client.key().getKeyID()).isEmpty();
  }

  @Test
  void aCopyIsUsedAsLongAsItsServerAllows() {
    assertThat(knows(FIRST)).isTrue();
    clock.pass(Duration.ofMinutes(9));
    assertThat(knows(FIRST)).isTrue();
    assertThat(fetches).isEqualTo(1);
    clock.pass(Duration.ofMinutes(1));
    assertThat(knows(FIRST)).isTrue();
    assertThat(fetches).isEqualTo(2);
  }

  @Test
  void anUnknownKeyIsLookedForAtItsServerButNotAtEachRequest() {
    assertThat(knows(FIRST)).isTrue();
    published = SECOND;
    assertThat(knows(SECOND)).isFalse();
    clock.pass(ClientKeys.PAUSE);
    assertThat(knows(SECOND)).isTrue();
    assertThat(knows(FIRST)).isFalse();
    for (int i = 0; i < 100; i++) {
      assertThat(knows(FIRST)).isFalse();
    }
    assertThat(fetches).isEqualTo(2);
  }

  @Test
  void aServerThatDoesNotAnswerIsNotAskedAtEachRequest() {
    published = null;
    assertThat(knows(FIRST)).isFalse();
    assertThat(knows(FIRST)).isFalse();
    assertThat(fetches).isEqualTo(1);
    published = FIRST;
    clock.pass(ClientKeys.PAUSE);
    assertThat(knows(FIRST)).isTrue();
  }

  @Test
  void aStaleCopyIsNotUsedWhenItsServerDoesNotAnswer() {
    assertThat(knows(FIRST)).isTrue();
    published = null;
    clock.pass(Duration.ofMinutes(11));
    assertThat(knows(FIRST)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                          | 300",
        "max-age=60                | 60",
        "public, Max-Age=60        | 60",
        "s-maxage=10, max-age=60   | 60",
        "no-store                  | 0",
        "no-cache, max-age=60      | 0",
        "max-age=999999999         | 86400",
        "private                   | 300"
      })
  void cacheControlSaysHowLong(@Nullable String header, int seconds) {
    assertThat(CacheControl.lifetime(header)).isEqualTo(Duration.ofSeconds(seconds));
  }
}
