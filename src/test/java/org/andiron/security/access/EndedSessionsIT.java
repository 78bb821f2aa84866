package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.andiron.security.account.session.AccountSessions;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.SmartApp;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever ends the work of a user ends it at once, also for an app in the middle of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndedSessionsIT extends AccessIT {

  private static final String SEARCH = "Observation?code=urn:es%7Cx&_count=1&_sort=_id";
  private static final String JSON = "application/json";

  @Autowired private AccountSessions sessions;

  /** A user who is signed in and works with an app. */
  record AtWork(String username, String clientId, SmartApp app, JsonNode token) {

    String accessToken() {
      return token.path("access_token").asText();
    }

    String refreshToken() {
      return token.path("refresh_token").asText();
    }
  }

  record End(String name, BiConsumer<EndedSessionsIT, AtWork> bring) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<End> ends() {
    return Stream.of(
        new End("another role", (test, it) -> test.change(it, "{\"roles\": [\"researcher\"]}")),
        new End("no role", (test, it) -> test.change(it, "{\"roles\": []}")),
        new End(
            "another person",
            (test, it) -> test.change(it, "{\"fhirUser\": \"Practitioner/es-another\"}")),
        new End("an account that is closed", (test, it) -> test.change(it, "{\"active\": false}")),
        new End(
            "an account that is deleted",
            (test, it) -> assertDone(test.all().delete(test.path(it, "")))),
        new End(
            "a password that somebody else set",
            (test, it) ->
                assertDone(
                    test.all()
                        .put(
                            test.path(it, "/password"),
                            "{\"password\": \"seven tall green frogs\"}",
                            "Content-Type",
                            JSON))),
        new End("signing out", (test, it) -> it.app().signOut()),
        new End(
            "a session that is ended from elsewhere",
            (test, it) -> test.sessions.endAll(it.username())),
        new End(
            "an app that is removed",
            (test, it) ->
                assertDone(test.all().delete(test.rootUrl() + "/admin/clients/" + it.clientId()))),
        new End("an app that is taken what it was allowed", (test, it) -> it.app().takeBack()),
        new End(
            "an app that gives its token back",
            (test, it) ->
                assertDone(
                    test.form(
                        "/oauth2/revoke",
                        "client_id=" + it.clientId() + "&token=" + it.accessToken()))));
  }

  private String path(AtWork it, String part) {
    return rootUrl() + "/admin/users/" + it.username() + part;
  }

  private void change(AtWork it, String change) {
    assertDone(all().patch(path(it, ""), change, "Content-Type", JSON));
  }

  private static void assertDone(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isIn(200, 204);
  }

  @BeforeAll
  void records() {
    for (String id : List.of("es-1", "es-2", "es-3")) {
      store(
          """
          {"resourceType": "Observation", "id": "%s", "status": "final",
           "code": {"coding": [{"system": "urn:es", "code": "x"}]}}\
          """
              .formatted(id));
    }
  }

  private AtWork atWork() {
    Person nurse = Person.nurse(accounts());
    String clientId = "app-" + UUID.randomUUID();
    register(
        SmartApp.publicApp(
            clientId,
            "openid online_access user/*.rs",
            "\"andiron_skip_authorization_page\": true"));
    SmartApp app = new SmartApp(rootUrl(), clientId).signIn(nurse);
    JsonNode token = app.redeem(app.code(app.request("user/*.rs online_access"))).json();
    return new AtWork(nurse.username(), clientId, app, token);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void noRequestThatBeginsAfterwardsIsServed(End end) throws InterruptedException {
    AtWork work = atWork();
    FhirHttp http = http(work.accessToken());
    Answer first = http.get(SEARCH);
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    String next = first.next().orElseThrow();
    assertThat(http.get(next).entries()).isEqualTo(1);

    BusyCallers.assertNoneServedAfter(
        http, List.of(SEARCH, next), () -> end.bring().accept(this, work));

    Answer refused = http.get(SEARCH);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate").orElse("")).contains("invalid_token");
    assertThat(work.app().refresh(work.refreshToken()).status()).isIn(400, 401);
  }
}
