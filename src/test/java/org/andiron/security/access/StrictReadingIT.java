package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.andiron.security.account.Account;
import org.andiron.testsupport.BulkExports;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartApp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request names is read as strictly as by the most lenient reader of it. */
class StrictReadingIT extends AccessIT {

  private static final String[] ASYNC = {"Prefer", "respond-async"};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Practitioner,%20Patient",
        "Practitioner,+Patient",
        "%20Patient",
        "Practitioner%5C,Patient",
        "Practitioner%7CPatient",
        "patient"
      })
  void aTypeWithBlanksOrEscapesIsNone(String types) {
    FhirHttp some = http(token("system/Practitioner.rs"));
    Answer answer = some.get("?_type=" + types);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    // A history knows no types; it is of what may be searched.
    Answer history = some.get("_history?_count=100&_type=" + types);
    assertThat(history.status()).as(history.body()).isEqualTo(200);
    assertThat(history.entries()).isPositive();
    for (JsonNode entry : history.json().path("entry")) {
      assertThat(entry.path("resource").path("resourceType").asText("Practitioner"))
          .isEqualTo("Practitioner");
    }
    Answer refused = some.get("$export?_type=" + types, ASYNC);
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    Answer everything = http(token("system/*.cruds")).get("?_type=" + types);
    assertThat(everything.status()).as(everything.body()).isEqualTo(400);
  }

  @BeforeEach
  void storeOfTwoTypes() {
    store("{\"resourceType\": \"Practitioner\", \"id\": \"sr-doctor\"}");
    store("{\"resourceType\": \"Patient\", \"id\": \"sr-patient\"}");
  }

  @Test
  void theTypesThatAreAllowedAreExported() {
    FhirHttp some = http(token("system/Practitioner.rs"));
    Answer answer = some.get("$export?_type=Practitioner", ASYNC);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(some.get("?_type=Practitioner").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation?subject.family=%s",
        "Observation?subject:Patient.family=%s",
        "Observation?subject%%2Efamily=%s"
      })
  void aFilterFindsNothingInTypesWithoutARight(String template) {
    String family = "Strict" + UUID.randomUUID().toString().substring(0, 8);
    store(
        "{\"resourceType\": \"Patient\", \"id\": \"sr-filtered\", \"name\": [{\"family\": \""
            + family
            + "\"}]}");
    store(
        "{\"resourceType\": \"Observation\", \"id\": \"sr-filtered\", \"status\": \"final\","
            + " \"code\": {\"text\": \"x\"}, \"subject\": {\"reference\":"
            + " \"Patient/sr-filtered\"}}");
    String query =
        "$export?_type=Observation&_typeFilter=" + SigningClient.encode(template.formatted(family));

    assertThat(new BulkExports(http(token("system/Observation.rs"))).export(query)).isEmpty();
    assertThat(
            BulkExports.ids(
                new BulkExports(http(token("system/Observation.rs system/Patient.rs")))
                    .export(query)))
        .containsExactly("Observation/sr-filtered");
  }

  @Test
  void anImportMayStoreAnythingAndSoNeedsARightToAll() {
    Answer refused =
        http(token("system/*.cu system/Patient.rs"))
            .post("$import", "{\"resourceType\": \"Parameters\"}", ASYNC);
    assertThat(refused.status()).as(refused.body()).isEqualTo(403);
    Answer ofSubscriptions =
        http(token("system/Subscription.cruds system/Patient.cruds"))
            .post("$import", "{\"resourceType\": \"Parameters\"}", ASYNC);
    assertThat(ofSubscriptions.status()).as(ofSubscriptions.body()).isEqualTo(403);
    assertThat(
            http(token("system/*.cruds"))
                .post("$import", "{\"resourceType\": \"Parameters\"}", ASYNC)
                .status())
        .isNotEqualTo(403);
  }

  @Test
  void noUserGetsTheScopeOfProvisioning() {
    Account administrator = account("", "administrator");
    String clientId = "app-" + UUID.randomUUID();
    register(SmartApp.publicApp(clientId, "scim openid user/*.cruds"));
    SmartApp app = new SmartApp(rootUrl(), clientId).signIn(administrator.username());
    Answer asked = app.authorize(app.request("scim user/Patient.rs"));
    assertThat(app.allow(asked, List.of("scim", "user/Patient.rs")).status()).isEqualTo(400);
    Answer back = app.allow(asked, List.of("user/Patient.rs"));
    Map<String, String> query = SmartApp.query(back);
    assertThat(query).containsKey("code");
    JsonNode token = app.redeem(query.get("code")).json();
    assertThat(token.path("scope").asText().split(" ")).containsExactly("user/Patient.rs");
    Answer users =
        http(token.path("access_token").asText()).get(rootUrl() + "/scim/v2/Users?count=1");
    assertThat(users.status()).as(users.body()).isEqualTo(403);
  }

  @Test
  void whoseRolesChangeLosesTheTokensOfTheOldOnes() {
    Account nurse = account("Practitioner/sr-nurse", "nurse");
    FhirHttp before = as(nurse, "user/Patient.rs");
    assertThat(before.get("Patient?_count=1").status()).isEqualTo(200);
    accounts().change(nurse.id(), it -> it.withRoles(Set.of("researcher")), "test");

    assertThat(before.get("Patient?_count=1").status()).isEqualTo(401);
    Answer after = as(nurse, "user/Patient.rs").get("Patient?_count=1");
    assertThat(after.status()).isEqualTo(403);
    assertThat(after.diagnostics()).contains("role");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app%00", "%00", "app%00x", "app%EF%BF%BF"})
  void anAppIdThatCannotBeStoredIsUnknown(String clientId) {
    Answer answer =
        new FhirHttp(rootUrl())
            .get(
                "/oauth2/authorize?response_type=code&client_id="
                    + clientId
                    + "&redirect_uri="
                    + SigningClient.encode(SmartApp.REDIRECT));
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    Answer token =
        form("/oauth2/token", "grant_type=authorization_code&code=x&client_id=" + clientId);
    assertThat(token.status()).as(token.body()).isBetween(400, 401);
  }

  /** Sent as bytes: a client would mend the path. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%66hir/Patient",
        "/%66%68%69%72/Patient",
        "/fhi%72/Patient",
        "/%2566hir/Patient",
        "/./fhir/Patient",
        "/x/../fhir/Patient",
        "//fhir/Patient",
        "/fhir;x=1/Patient",
        "/FHIR/Patient"
      })
  void theEndpointHasOneSpelling(String path) throws IOException {
    String body = "";
    for (String token : List.of("", token("system/*.cruds"))) {
      String answer = raw(path, token);
      assertThat(answer).as(path).doesNotMatch("(?s)HTTP/1.1 2.*");
      body += answer;
    }
    assertThat(body).doesNotContain("\"Bundle\"");
  }

  private String raw(String path, String token) throws IOException {
    URI root = URI.create(rootUrl());
    try (Socket socket = new Socket(root.getHost(), root.getPort())) {
      String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + path
                      + " HTTP/1.1\r\nHost: localhost:"
                      + root.getPort()
                      + "\r\n"
                      + authorization
                      + "Connection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      StringBuilder answer = new StringBuilder();
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        answer.append(line).append('\n');
      }
      return answer.toString();
    }
  }
}
