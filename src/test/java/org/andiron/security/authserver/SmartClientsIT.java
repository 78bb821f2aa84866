package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.junit.jupiter.api.Test;

/** Administrators register clients, and pages of clients may call from a browser. */
class SmartClientsIT extends SmartIT {

  private static final String APP =
      """
      {"client_name": "Growth", "redirect_uris": ["%s"], "scope": "patient/*.rs"}
      """
          .formatted(SmartApp.REDIRECT);

  private FhirHttp admin() {
    return new FhirHttp(rootUrl(), "Authorization", "Bearer " + token("system/*.cruds"));
  }

  @Test
  void anAdministratorRegistersAnAppAndRemovesIt() {
    Answer created = admin().post("/admin/clients", APP);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.header("Cache-Control")).contains("no-store");
    String id = created.json().path("client_id").asText();
    String secret = created.json().path("client_secret").asText();
    assertThat(id).isNotBlank();
    assertThat(secret).hasSizeGreaterThan(32);

    Answer read = admin().get("/admin/clients/" + id);
    assertThat(read.json().path("client_name").asText()).isEqualTo("Growth");
    assertThat(read.body()).doesNotContain("secret");
    assertThat(admin().get("/admin/clients").body())
        .contains(id)
        .doesNotContain(secret)
        .doesNotContain("\"client_secret\"");
    assertThat(
            jdbc()
                .queryForObject(
                    "select registration from andiron.app_client where client_id = ?",
                    String.class,
                    id))
        .doesNotContain(secret);
    assertThat(
            admin()
                .post(
                    "/admin/clients", "{\"client_id\": \"" + id + "\"," + APP.strip().substring(1))
                .status())
        .isEqualTo(409);
    assertThat(admin().delete("/admin/clients/" + id).status()).isEqualTo(204);
    assertThat(admin().delete("/admin/clients/" + id).status()).isEqualTo(404);
    assertThat(admin().get("/admin/clients/" + id).status()).isEqualTo(404);
  }

  private int askWithSecret(String id, String secret) {
    String basic =
        Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    return form("/oauth2/introspect", "token=x", "Authorization", "Basic " + basic).status();
  }

  @Test
  void anAdministratorReplacesARegistrationAndItsSecret() {
    JsonNode created = admin().post("/admin/clients", APP).json();
    String id = created.path("client_id").asText();
    String secret = created.path("client_secret").asText();
    String path = "/admin/clients/" + id;
    assertThat(askWithSecret(id, secret)).isEqualTo(200);

    Answer replaced = admin().put(path, APP.replace("Growth", "Charts"));
    assertThat(replaced.status()).as(replaced.body()).isEqualTo(200);
    assertThat(replaced.json().path("client_id").asText()).isEqualTo(id);
    assertThat(replaced.body()).doesNotContain("secret");
    assertThat(admin().get(path).json().path("client_name").asText()).isEqualTo("Charts");
    assertThat(askWithSecret(id, secret)).as("the secret stays").isEqualTo(200);

    Answer rotated = admin().post(path + "/secret", "");
    assertThat(rotated.status()).as(rotated.body()).isEqualTo(200);
    assertThat(rotated.header("Cache-Control")).contains("no-store");
    String next = rotated.json().path("client_secret").asText();
    assertThat(next).hasSizeGreaterThan(32).isNotEqualTo(secret);
    assertThat(askWithSecret(id, secret)).isEqualTo(401);
    assertThat(askWithSecret(id, next)).isEqualTo(200);
    assertThat(admin().delete(path).status()).isEqualTo(204);
    assertThat(askWithSecret(id, next)).isEqualTo(401);
  }

  @Test
  void whatCannotBeReplacedIsRefused() {
    String id = "app-" + UUID.randomUUID();
    String path = "/admin/clients/" + id;
    assertThat(admin().put(path, APP).status()).isEqualTo(404);
    assertThat(admin().post(path + "/secret", "").status()).isEqualTo(404);
    register(SmartApp.publicApp(id, "user/*.rs"));
    Answer noSecret = admin().post(path + "/secret", "");
    assertThat(noSecret.status()).isEqualTo(400);
    assertThat(noSecret.json().path("error_description").asText()).contains("has no secret");
    Answer renamed = admin().put(path, SmartApp.publicApp("other", "user/*.rs"));
    assertThat(renamed.status()).isEqualTo(400);
    assertThat(renamed.json().path("error_description").asText()).startsWith("client_id: ");
    assertThat(admin().put(path, "{").status()).isEqualTo(400);
    assertThat(admin().put(path, SmartApp.publicApp(id, "user/*.sr")).status()).isEqualTo(400);
    assertThat(admin().patch(path, "{}").status()).isEqualTo(405);
    assertThat(admin().put("/admin/clients", APP).status()).isEqualTo(405);
    for (String fixed : new String[] {"test-backend", "andiron-operator"}) {
      assertThat(admin().put("/admin/clients/" + fixed, APP).status()).isEqualTo(409);
      assertThat(admin().post("/admin/clients/" + fixed + "/secret", "").status()).isEqualTo(409);
      assertThat(admin().delete("/admin/clients/" + fixed).status()).isEqualTo(409);
    }
    assertThat(admin().get(path).json().path("scope").asText()).isEqualTo("user/*.rs");
  }

  @Test
  void whatIsWrongIsSaid() {
    Answer answer = admin().post("/admin/clients", APP.replace("patient/*.rs", "patient/*.sr"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client_metadata");
    assertThat(answer.json().path("error_description").asText())
        .startsWith("scope: 'patient/*.sr'");
    assertThat(admin().post("/admin/clients", "{").status()).isEqualTo(400);
    assertThat(admin().post("/admin/clients", "[]").status()).isEqualTo(400);
    assertThat(
            admin()
                .post("/admin/clients", BACKEND.registration("\"scope\": \"system/*.rs\""))
                .status())
        .isEqualTo(409);
    assertThat(admin().delete("/admin/clients/test-backend").status()).isEqualTo(409);
  }

  @Test
  void nobodyElseRegistersClients() {
    assertThat(http().get(rootUrl() + "/admin/clients").status()).isEqualTo(401);
    assertThat(http().post(rootUrl() + "/admin/clients", APP).status()).isEqualTo(401);
    for (String scope : new String[] {"system/*.rs", "system/Patient.cruds"}) {
      assertThat(http(token(scope)).post(rootUrl() + "/admin/clients", APP).status())
          .isEqualTo(403);
      for (String method : new String[] {"GET", "PUT", "DELETE"}) {
        assertThat(
                http(token(scope))
                    .send(method, rootUrl() + "/admin/clients/test-backend", APP)
                    .status())
            .isEqualTo(403);
      }
    }
    assertThat(http().post(rootUrl() + "/connect/register", APP).status()).isEqualTo(401);
  }

  @Test
  void removingAnAppEndsWhatUsersAllowedIt() {
    String id = "app-" + UUID.randomUUID();
    assertThat(
            admin()
                .post("/admin/clients", SmartApp.publicApp(id, "user/*.rs offline_access"))
                .status())
        .isEqualTo(201);
    SmartApp app = new SmartApp(rootUrl(), id).signIn(TestUsers.NURSE);
    JsonNode token = app.redeem(app.code(app.request("user/Patient.rs offline_access"))).json();
    String access = token.path("access_token").asText();
    assertThat(http(access).get("Patient?_count=1").status()).isNotEqualTo(401);
    assertThat(admin().delete("/admin/clients/" + id).status()).isEqualTo(204);

    assertThat(http(access).get("Patient?_count=1").status()).isEqualTo(401);
    assertThat(app.refresh(token.path("refresh_token").asText()).status()).isEqualTo(401);
  }

  private Answer preflight(String url, String origin) {
    return http()
        .send(
            "OPTIONS",
            url,
            null,
            "Origin",
            origin,
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "authorization,content-type");
  }

  @Test
  void pagesOfRegisteredAppsMayCallAndOthersMayNot() {
    String origin = "https://" + UUID.randomUUID() + ".example.org";
    register(
        SmartApp.publicApp("app-" + UUID.randomUUID(), "user/*.rs")
            .replace(SmartApp.REDIRECT, origin + "/callback"));
    clock()
        .at(
            Instant.now().plusSeconds(3),
            () -> {
              for (String url :
                  new String[] {rootUrl() + "/oauth2/token", baseUrl() + "/Patient"}) {
                Answer allowed = preflight(url, origin);
                assertThat(allowed.status()).as(url).isEqualTo(200);
                assertThat(allowed.header("Access-Control-Allow-Origin")).contains(origin);
                assertThat(allowed.header("Access-Control-Allow-Credentials")).isEmpty();
                Answer refused = preflight(url, "https://evil.example");
                assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
              }
              Answer refusal = http().get("Patient?_count=1", "Origin", origin);
              assertThat(refusal.status()).isEqualTo(401);
              assertThat(refusal.header("Access-Control-Allow-Origin")).contains(origin);
            });
    for (String url :
        new String[] {
          baseUrl() + "/metadata",
          baseUrl() + "/.well-known/smart-configuration",
          rootUrl() + "/.well-known/openid-configuration",
          rootUrl() + "/oauth2/jwks"
        }) {
      assertThat(
              http()
                  .get(url, "Origin", "https://any.example")
                  .header("Access-Control-Allow-Origin"))
          .as(url)
          .contains("*");
    }
  }
}
