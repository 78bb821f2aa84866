package org.andiron.security.authserver.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.andiron.startup.StartupRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

  private static final String NAME = "signing-key-encryption-key";

  @TempDir private Path folder;

  @Test
  void whatOneNodeEncryptsAnotherDecrypts() {
    byte[] secret = {1, 2, 3};
    byte[] encrypted = KeyFile.open(folder.resolve("new")).encrypt("kid", secret);

    assertThat(encrypted).isNotEqualTo(secret);
    assertThat(KeyFile.open(folder.resolve("new")).decrypt("kid", encrypted)).isEqualTo(secret);
  }

  @Test
  void underAnotherNameOrKeyOrChangedNothingIsDecrypted() {
    KeyFile file = KeyFile.open(folder);
    byte[] encrypted = file.encrypt("kid", new byte[] {1, 2, 3});

    assertThatThrownBy(() -> file.decrypt("other", encrypted))
        .isInstanceOf(StartupRefusedException.class);
    assertThatThrownBy(() -> KeyFile.open(folder.resolve("other")).decrypt("kid", encrypted))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("not the key file of this database");
    encrypted[encrypted.length - 1] ^= 1;
    assertThatThrownBy(() -> file.decrypt("kid", encrypted))
        .isInstanceOf(StartupRefusedException.class);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void onlyTheOwnerMayReadIt() throws Exception {
    KeyFile.open(folder);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(NAME))))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve(NAME));
    }
  }

  @Test
  void aFileThatIsNoKeyStopsTheStart() throws Exception {
    Files.writeString(folder.resolve(NAME), "c2hvcnQ=");

    assertThatThrownBy(() -> KeyFile.open(folder))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageContaining("is not a key file");
  }
}
