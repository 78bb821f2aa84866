package org.andiron.security.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.andiron.security.SecurityProperties;
import org.andiron.security.SecurityProperties.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalPropertiesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          introspection-cache=31s | introspection-cache must be 0s to 30s
          validation=introspection | needs client-id and client-secret
          role-mapping=nurse | role-mapping must be like
          origins=https://app.example.org/path | origins must be like
          origins=* | origins must be like
          jwks-uri=http://id.example.org/keys | jwks-uri must be an https URL
          """)
  void aWrongSettingIsNamed(String setting, String reason) {
    assertThatThrownBy(() -> ExternalSettings.of(setting))
        .rootCause()
        .hasMessageContaining("andiron.security.external.")
        .hasMessageContaining(reason);
  }

  @Test
  void theSecretIsNotShown() {
    assertThat(ExternalSettings.of("client-id=a", "client-secret=s3cret").toString())
        .contains("clientId=a")
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://id.example.org",
        "id.example.org",
        "https://user@id.example.org",
        "https://id.example.org/#x",
        "https://id.example.org/?x=1",
        "ftp://localhost"
      })
  void anIssuerIsReachedWithTls(String issuer) {
    assertThatThrownBy(() -> settings(Mode.SMART, issuer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("andiron.security.issuer");
  }

  @Test
  void anIssuerOnThisMachineNeedsNoTls() {
    assertThat(settings(Mode.SMART, "http://localhost:8180/realms/ward").issuer()).isNotNull();
  }

  @Test
  void anIssuerIsOfNoUseInModeOpen() {
    assertThatThrownBy(() -> settings(Mode.OPEN, "https://id.example.org"))
        .hasMessageContaining("mode open asks nobody");
  }

  @Test
  void anEmptyIssuerIsNone() {
    assertThat(settings(Mode.OPEN, "").issuer()).isNull();
  }

  private static SecurityProperties settings(Mode mode, String issuer) {
    return new SecurityProperties(mode, false, Path.of("unused"), URI.create(issuer));
  }
}
