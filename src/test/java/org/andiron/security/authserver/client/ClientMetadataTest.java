package org.andiron.security.authserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.andiron.security.authserver.client.ClientRegistration.Authentication;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.testsupport.SigningClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientMetadataTest {

  private static final String APP =
      """
      {
        "client_id": "app",
        "redirect_uris": ["https://app.example.org/callback"],
        "token_endpoint_auth_method": "none",
        "scope": "launch/patient patient/*.rs"
      }
      """;

  private static ClientRegistration read(String json) {
    return ClientFiles.read("clients/a.json", json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anAppNeedsLittle() {
    ClientRegistration app = read(APP);

    assertThat(app.name()).isEqualTo("app");
    assertThat(app.authentication()).isEqualTo(Authentication.NONE);
    assertThat(app.grantTypes()).containsExactly("authorization_code");
    assertThat(app.scopes().text()).isEqualTo("launch/patient patient/*.rs");
    assertThat(app.secretDigest()).isEmpty();
    assertThat(app.skipsAuthorizationPage()).isFalse();
    assertThat(app.createsLaunches()).isFalse();
    assertThat(app.declaresPurpose()).isFalse();
  }

  @Test
  void anAppMaySayWhatEachRequestIsFor() {
    assertThat(read(APP.replace("\"none\"", "\"none\", \"purpose_of_use_header\": true")))
        .matches(ClientRegistration::declaresPurpose);
  }

  @Test
  void aBackendServiceHasAKey() {
    ClientRegistration client =
        read(SigningClient.ec("job").registration("\"scope\": \"system/*.rs\""));

    assertThat(client.keys()).isPresent();
    assertThat(client.mayUse("client_credentials")).isTrue();
    assertThat(client.mayUse("authorization_code")).isFalse();
  }

  @Test
  void aSecretIsKeptAsItsDigest() {
    String secret = "x".repeat(32);
    ClientRegistration app =
        read(
            APP.replace(
                "\"none\"", "\"client_secret_post\", \"client_secret\": \"" + secret + "\""));

    assertThat(app.secretDigest()).hasValueSatisfying(it -> assertThat(it).doesNotContain(secret));
    assertThat(new SecretDigest().matches(secret, app.secretDigest().orElseThrow())).isTrue();
    assertThat(new SecretDigest().matches(secret + "x", app.secretDigest().orElseThrow()))
        .isFalse();
    String again = "\"client_secret_post\", \"andiron_client_secret_digest\": \"%s\"";
    assertThat(read(APP.replace("\"none\"", again.formatted(app.secretDigest().orElseThrow()))))
        .isEqualTo(app);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "client_id"              | "clientid"                      | clientid: is not a known member
          "client_id": "app",      | ``                              | client_id: must be there
          "client_id": "app"       | "client_id": "a b"              | client_id: must be 1 to 200
          "client_id": "app"       | "client_id": 7                  | client_id: must be a string
          "none"                   | "client_secret_basic"           | client_secret: must be there
          "none"                   | "none", "client_secret": "x"    | client_secret: must be there
          "none"                   | "client_secret_post", "client_secret": "short" | client_secret: must be random
          "none"                   | "private_key_jwt"               | jwks: private_key_jwt needs
          "none"                   | "tls_client_auth"               | token_endpoint_auth_method: must be one of
          "none"                   | "none", "grant_types": ["password"] | grant_types: must be some of
          "none"                   | "none", "grant_types": ["client_credentials"] | token_endpoint_auth_method: client_credentials needs
          "none"                   | "none", "response_types": ["token"] | response_types: must be
          ["https://app.example.org/callback"] | []                  | redirect_uris: must be there
          https://app.example.org/callback | http://app.example.org/ | redirect_uris: must be an https URL
          https://app.example.org/callback | javascript:alert(1)     | redirect_uris: must be https
          https://app.example.org/callback | https://a.example.org/#x | redirect_uris: must have neither
          https://app.example.org/callback | https://*.example.org/  | redirect_uris
          https://app.example.org/callback | /callback               | redirect_uris: must be an absolute
          patient/*.rs             | patient/*.sr                    | scope: 'patient/*.sr'
          patient/*.rs             | system/*.rs                     | scope: system/ scopes need
          "none"                   | "none", "andiron_create_launches": "yes" | andiron_create_launches: must be true
          "none"                   | "none", "purpose_of_use_header": ["BTG"] | purpose_of_use_header: must be true
          "none"                   | "none", "logo_uri": "ftp://x.example.org/" | logo_uri: must be an https URL
          """)
  void whatIsWrongIsNamed(String right, String wrong, String reason) {
    assertThatThrownBy(() -> read(APP.replace(right, wrong)))
        .isInstanceOf(ConfigurationFileException.class)
        .hasMessageStartingWith("clients/a.json, line ")
        .hasMessageContaining(reason);
  }

  @Test
  void thePlaceOfTheMemberIsNamed() {
    assertThatThrownBy(() -> read(APP.replace("\"none\"", "\"other\"")))
        .hasMessageStartingWith(
            "clients/a.json, line 4, column 3: token_endpoint_auth_method: must be one of");
  }

  @Test
  void privateAndWeakKeysAreRefused() {
    SigningClient client = SigningClient.rsa("job");
    String good = client.registration("\"scope\": \"system/*.rs\"");

    assertThatThrownBy(
            () -> read(good.replace(client.keySet(), "{\"keys\":[" + client.key() + "]}")))
        .hasMessageContaining("jwks: has a private key");
    assertThatThrownBy(() -> read(good.replace("\"kid\"", "\"x-kid\"")))
        .hasMessageContaining("jwks: each key must have a kid");
  }

  @Test
  void redirectUrisOfNativeAppsMayHaveTheirOwnScheme() {
    for (String uri :
        new String[] {"org.example.app:/callback", "http://localhost:8000/callback"}) {
      assertThat(read(APP.replace("https://app.example.org/callback", uri)).redirectUris())
          .containsExactly(uri);
    }
  }

  @Test
  void anAdministratorNeedNotThinkOfIdAndSecret() throws Exception {
    NewClient client =
        NewClient.of(
            new ObjectMapper()
                .readTree(
                    """
                    {"redirect_uris": ["https://app.example.org/"], "scope": "patient/*.rs"}
                    """));

    String secret = client.secret().orElseThrow();
    assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
    assertThat(client.stored().toString()).doesNotContain(secret);
    assertThat(ClientMetadata.read(client.stored())).isEqualTo(client.registration());
    assertThat(client.registration().clientId()).isNotBlank();
  }
}
