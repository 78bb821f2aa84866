package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.junit.jupiter.api.Test;

/** Apps say whether their user is to be asked anything. */
class SmartPromptIT extends SmartIT {

  private static final String SCOPE = "openid user/Patient.rs";
  private static final String SKIP = "\"andiron_skip_authorization_page\": true";

  private SmartApp app(String... members) {
    String clientId = "app-" + UUID.randomUUID();
    register(SmartApp.publicApp(clientId, "openid launch/patient patient/*.rs user/*.rs", members));
    return new SmartApp(rootUrl(), clientId);
  }

  private static Map<String, String> request(SmartApp app, String name, String value) {
    Map<String, String> request = app.request(SCOPE);
    request.put(name, value);
    return request;
  }

  private static void assertToldToApp(Answer answer, String error) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(302);
    assertThat(answer.header("Location").orElse("")).startsWith(SmartApp.REDIRECT + "&");
    assertThat(SmartApp.query(answer)).containsEntry("error", error).doesNotContainKey("code");
  }

  private static void assertMustSignIn(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(302);
    assertThat(answer.header("Location").orElse("")).endsWith("/auth/sign-in");
  }

  @Test
  void withLoginWhoeverIsSignedInSignsInOnceMore() throws Exception {
    for (String prompt : new String[] {"login", "select_account", "login consent"}) {
      SmartApp app = app().signIn(TestUsers.NURSE);
      Map<String, String> request = request(app, "prompt", prompt);
      assertMustSignIn(app.authorize(request));
      // Nobody gets on with the session as it is.
      assertMustSignIn(app.authorize(app.request(SCOPE)));
      app.signIn(TestUsers.NURSE);
      assertThat(app.code(request)).isNotBlank();
      // Once only.
      assertMustSignIn(app.authorize(request));
    }
  }

  @Test
  void whoHadToSignInAnywayIsNotAskedTwice() {
    SmartApp app = app();
    Map<String, String> request = request(app, "prompt", "login");
    Answer first = app.authorize(request);
    assertMustSignIn(first);
    app.keep(first).signIn(TestUsers.NURSE);
    assertThat(app.code(request)).isNotBlank();
  }

  @Test
  void aSignInForAnotherRequestDoesNotCount() {
    SmartApp app = app().signIn(TestUsers.NURSE);
    assertMustSignIn(app.authorize(request(app, "prompt", "login")));
    app.signIn(TestUsers.NURSE);
    Map<String, String> other = request(app, "prompt", "login");
    other.put("state", "another");
    assertMustSignIn(app.authorize(other));
  }

  @Test
  void withNoneNothingIsAsked() {
    SmartApp asking = app();
    assertToldToApp(asking.authorize(request(asking, "prompt", "none")), "login_required");
    asking.signIn(TestUsers.NURSE);
    assertToldToApp(asking.authorize(request(asking, "prompt", "none")), "consent_required");

    SmartApp decided = app(SKIP).signIn(TestUsers.NURSE);
    assertThat(SmartApp.query(decided.authorize(request(decided, "prompt", "none"))))
        .containsKey("code");
    Map<String, String> ofPatient = request(decided, "prompt", "none");
    ofPatient.put("scope", "launch/patient patient/*.rs");
    assertToldToApp(decided.authorize(ofPatient), "interaction_required");
    Map<String, String> old = request(decided, "prompt", "none");
    old.put("max_age", "0");
    assertToldToApp(decided.authorize(old), "login_required");
    assertThat(SmartApp.query(decided.authorize(decided.request(SCOPE)))).containsKey("code");
  }

  @Test
  void withConsentThePageIsShownThoughTheOperatorDecided() {
    SmartApp app = app(SKIP).signIn(TestUsers.NURSE);
    assertThat(SmartApp.query(app.authorize(app.request(SCOPE)))).containsKey("code");
    Answer page = app.authorize(request(app, "prompt", "consent"));
    assertThat(page.header("Location").orElse("")).contains("/auth/authorization?");
  }

  @Test
  void aSignInThatIsTooLongAgoDoesNotDo() throws Exception {
    SmartApp app = app(SKIP).signIn(TestUsers.NURSE);
    Map<String, String> request = request(app, "max_age", "600");
    String idToken = app.redeem(app.code(request)).json().path("id_token").asText();
    long signedIn = SignedJWT.parse(idToken).getJWTClaimsSet().getLongClaim("auth_time");

    clock()
        .at(
            Instant.ofEpochSecond(signedIn + 600),
            () -> assertThat(SmartApp.query(app.authorize(request))).containsKey("code"));
    clock()
        .at(
            Instant.ofEpochSecond(signedIn + 601),
            () -> {
              assertMustSignIn(app.authorize(request));
              app.signIn(TestUsers.NURSE);
              assertThat(SmartApp.query(app.authorize(request))).containsKey("code");
            });
  }

  @Test
  void whatCannotBeReadIsRefused() {
    SmartApp app = app(SKIP).signIn(TestUsers.NURSE);
    for (String prompt : new String[] {"none login", "create", "LOGIN"}) {
      assertToldToApp(app.authorize(request(app, "prompt", prompt)), "invalid_request");
    }
    for (String age : new String[] {"-1", "soon", "1.5", "99999999999"}) {
      assertToldToApp(app.authorize(request(app, "max_age", age)), "invalid_request");
    }
  }
}
