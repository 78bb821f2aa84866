package org.andiron.security.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.andiron.security.account.Account;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.FhirUser;
import org.andiron.security.account.NewAccount;
import org.andiron.security.authserver.code.PendingAuthorizations;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.springframework.beans.factory.annotation.Autowired;

/** A test of what tokens of users may do: accounts in any role, and apps with any scopes. */
public abstract class AccessIT extends SmartIT {

  private static final String EVERY_SCOPE =
      "openid fhirUser launch/patient offline_access patient/*.cruds user/*.cruds";

  @Autowired private Accounts accounts;
  @Autowired private PendingAuthorizations pending;

  /** Everything there is, as the server's own client sees it. */
  protected final FhirHttp all() {
    return http(token("system/*.cruds"));
  }

  /** Stores a resource with its id. */
  protected final void store(String resource) {
    String type = resource.replaceAll("(?s).*\"resourceType\": ?\"(\\w+)\".*", "$1");
    String id = resource.replaceAll("(?s).*?\"id\": ?\"([^\"]+)\".*", "$1");
    Answer answer = all().put(type + "/" + id, resource);
    if (answer.status() > 201) {
      throw new AssertionError(answer.body());
    }
  }

  /** An account in a role. */
  protected final Account account(String fhirUser, String... roles) {
    return accounts.create(
        new NewAccount(
            "u-" + UUID.randomUUID(),
            new NewAccount.Details(
                "",
                Optional.empty(),
                Set.of(roles),
                fhirUser.isEmpty() ? Optional.empty() : Optional.of(FhirUser.parse(fhirUser)),
                true),
            Optional.empty(),
            false),
        "test");
  }

  protected final Accounts accounts() {
    return accounts;
  }

  /** Another app, which may ask for everything. */
  protected final String app() {
    String clientId = "app-" + UUID.randomUUID();
    register(SmartApp.publicApp(clientId, EVERY_SCOPE));
    return clientId;
  }

  /** HTTP with a token for an account by an app of its own. */
  protected final FhirHttp as(Account user, String scope) {
    return http(tokenOf(user, app(), "", scope));
  }

  /** The same with a patient in context. */
  protected final FhirHttp as(Account user, String patient, String scope) {
    return http(tokenOf(user, app(), patient, scope));
  }

  /**
   * An access token.
   *
   * @param patient the one in context; empty: none
   */
  protected final String tokenOf(Account user, String clientId, String patient, String scope) {
    SmartApp app = new SmartApp(rootUrl(), clientId).signIn(user.username());
    String asked = patient.isEmpty() ? scope : "launch/patient " + scope;
    Answer page = app.authorize(app.request(asked));
    if (!patient.isEmpty() && SmartApp.query(page).containsKey("state")) {
      pending.choosePatient(SmartApp.query(page).get("state"), user.username(), patient);
    }
    Answer back = app.allow(page, List.of(asked.split(" ")));
    Answer token = app.redeem(SmartApp.query(back).get("code"));
    if (token.status() != 200) {
      throw new AssertionError(token.body());
    }
    return token.json().path("access_token").asText();
  }
}
