package org.andiron.security.account.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

  private final PasswordHasher hasher = new PasswordHasher(new PasswordProperties(12, 7168, 1));

  @Test
  void theHashIsArgon2idWithASaltOfItsOwn() {
    String hash = hasher.hash("four small blue herons");
    assertThat(hash).startsWith("$argon2id$v=19$m=7168,t=1,p=1$");
    assertThat(hasher.hash("four small blue herons")).isNotEqualTo(hash);
    assertThat(hasher.matches("four small blue herons", Optional.of(hash))).isTrue();
    assertThat(hasher.matches("four small blue heron", Optional.of(hash))).isFalse();
  }

  @Test
  void anAccentTypedApartIsTheSame() {
    String hash = hasher.hash("vier kleine Bl\u00e4uh\u00e4her");
    assertThat(hasher.matches("vier kleine Bla\u0308uha\u0308her", Optional.of(hash))).isTrue();
  }

  @Test
  void withoutAHashNoPasswordIsRight() {
    assertThat(hasher.matches("nobody has this password", Optional.empty())).isFalse();
  }

  @Test
  void aHashOfWeakerParametersIsOutdated() {
    String hash = hasher.hash("four small blue herons");
    assertThat(hasher.isOutdated(hash)).isFalse();
    assertThat(new PasswordHasher(new PasswordProperties(12, 8192, 2)).isOutdated(hash)).isTrue();
  }
}
