package org.andiron.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.andiron.testsupport.FhirHttp.Answer;

/**
 * Access tokens of {@link TestUsers}, got by apps in the usual way; a patient comes into the
 * context by the launch of an EHR.
 */
public final class UserTokens {

  private final SmartIT server;
  private final String[] members;
  private final SigningClient ehr = SigningClient.rsa("ehr-" + UUID.randomUUID());
  private final boolean oneApp;
  private String known = "";
  private boolean registered;

  /**
   * @param members of the metadata of the apps, beside the usual ones
   */
  public UserTokens(SmartIT server, String... members) {
    this(
        server,
        false,
        Stream.concat(Stream.of("\"andiron_skip_authorization_page\": true"), Stream.of(members))
            .toArray(String[]::new));
  }

  private UserTokens(SmartIT server, boolean oneApp, String[] members) {
    this.server = server;
    this.oneApp = oneApp;
    this.members = members;
  }

  /** Others, all got by the same app: who has signed in again goes on where they were. */
  public UserTokens ofOneApp() {
    return new UserTokens(server, true, members);
  }

  /** A token without a patient in context. */
  public String of(String user, String scopes) {
    SmartApp app = app().signIn(user);
    return redeem(app, app.request("openid " + scopes), scopes);
  }

  /** A token for one patient. */
  public String of(String user, String scopes, String patient) {
    SmartApp app = app().signIn(user);
    Map<String, String> request = app.request("launch " + scopes);
    request.put("launch", launch(user, patient));
    return redeem(app, request, scopes);
  }

  private SmartApp app() {
    if (!oneApp || known.isEmpty()) {
      known = "app-" + UUID.randomUUID();
      server.register(
          SmartApp.publicApp(
              known, "launch openid fhirUser patient/*.cruds user/*.cruds", members));
    }
    return new SmartApp(server.rootUrl(), known);
  }

  private String launch(String user, String patient) {
    if (!registered) {
      server.register(
          ehr.registration("\"scope\": \"system/Patient.rs\", \"andiron_create_launches\": true"));
      registered = true;
    }
    // A new one each time: they last five minutes, and some tests longer.
    String ehrToken =
        server.askForToken(ehr, "system/Patient.rs").json().path("access_token").asText();
    Answer answer =
        server
            .http(ehrToken)
            .post(
                server.rootUrl() + "/auth/launch",
                "{\"user\": \"%s\", \"patient\": \"%s\"}".formatted(user, patient));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().path("launch").asText();
  }

  private static String redeem(SmartApp app, Map<String, String> request, String scopes) {
    JsonNode token = app.redeem(app.code(request)).json();
    assertThat(token.path("scope").asText().split(" ")).contains(scopes.split(" "));
    return token.path("access_token").asText();
  }
}
