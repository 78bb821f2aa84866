package org.andiron.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The paths beside the FHIR endpoint have one spelling each; what is escaped in it is refused. */
class OwnPathSpellingIT extends SmartIT {

  private static final String[] PATHS = {
    "/%61dmin/users",
    "/admi%6e/clients",
    "/%61dmin/clients/test-backend",
    "/admin/%63lients/test-backend",
    "/admin/client%73",
    "/%61uth/sign-in",
    "/%61uth/launch",
    "/a%75th/account",
    "/%6fauth2/token",
    "/%6fauth2/authorize",
    "/oauth%32/jwks",
    "/%73cim/v2/Users",
    "/%2ewell-known/openid-configuration",
    "/%61ctuator/info",
    "/%6cogin/webauthn",
    "/%77ebauthn/register"
  };

  @Test
  void anEscapeInThePathOfAServletIsRefusedWhoeverAsks() {
    SoftAssertions all = new SoftAssertions();
    for (String token : new String[] {"", token("system/Patient.rs"), token("system/*.cruds")}) {
      for (String path : PATHS) {
        for (String method : new String[] {"GET", "POST"}) {
          Answer answer =
              (token.isEmpty() ? http() : http(token)).send(method, rootUrl() + path, null);
          all.assertThat(answer.status()).as(method + " " + path).isEqualTo(400);
          all.assertThat(answer.body()).as(method + " " + path).contains("OperationOutcome");
        }
      }
    }
    all.assertAll();
  }

  @Test
  void anEscapeFurtherOnStandsForItsCharacter() {
    Answer answer = http(token("system/*.cruds")).get(rootUrl() + "/admin/users/%61dmin");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("username").asText()).isEqualTo("admin");
    Answer none = http(token("system/*.cruds")).get(rootUrl() + "/admin/users/no%40body");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }
}
