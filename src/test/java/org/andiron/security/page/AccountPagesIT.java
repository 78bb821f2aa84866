package org.andiron.security.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.UUID;
import org.andiron.security.account.Accounts;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.browser.Browser;
import org.andiron.testsupport.browser.InChromium;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Cookie;
import org.springframework.beans.factory.annotation.Autowired;

/** People look after their password, their sessions and the apps they have allowed something. */
@InChromium
class AccountPagesIT extends SmartIT {

  private static final String NEW_PASSWORD = "seven tall green frogs";

  @Autowired private Accounts accounts;

  private Person nurse;

  @BeforeEach
  void setUp() {
    nurse = Person.nurse(accounts);
  }

  private void signIn(Browser browser, String password) {
    browser
        .open(rootUrl() + "/auth/account")
        .at("Sign in")
        .type("User name", nurse.username())
        .type("Password", password)
        .press("Sign in")
        .at("Your account");
  }

  /** Leaves the session where it is and takes a browser that does not know it. */
  private static Set<Cookie> leave(Browser browser) {
    Set<Cookie> cookies = browser.driver().manage().getCookies();
    browser.driver().manage().deleteAllCookies();
    return cookies;
  }

  private static void comeBack(Browser browser, Set<Cookie> cookies) {
    browser.driver().manage().deleteAllCookies();
    cookies.forEach(browser.driver().manage()::addCookie);
  }

  @Test
  void aSessionElsewhereIsSeenAndEnded(Browser browser) {
    signIn(browser, nurse.password());
    assertThat(browser.texts("section[aria-labelledby=sessions] li")).hasSize(1);
    Set<Cookie> elsewhere = leave(browser);
    signIn(browser, nurse.password());
    assertThat(browser.texts("section[aria-labelledby=sessions] li"))
        .hasSize(2)
        .filteredOn(it -> it.contains("this one"))
        .hasSize(1);
    browser.press("Sign out everywhere else");
    browser.until("the end", it -> browser.text("main").contains("Signed out there."));
    assertThat(browser.texts("section[aria-labelledby=sessions] li")).hasSize(1);

    comeBack(browser, elsewhere);
    browser.open(rootUrl() + "/auth/account").at("Sign in");
  }

  @Test
  void aNewPasswordEndsTheOtherSessions(Browser browser) {
    signIn(browser, nurse.password());
    Set<Cookie> elsewhere = leave(browser);
    signIn(browser, nurse.password());
    browser.press("Change the password").at("Choose a new password");
    browser
        .type("Present password", "not the password")
        .type("New password", NEW_PASSWORD)
        .type("New password once more", NEW_PASSWORD)
        .press("Change the password");
    assertThat(browser.text("[role=alert]")).isEqualTo("The present password is not right.");
    browser
        .type("Present password", nurse.password())
        .type("New password", NEW_PASSWORD)
        .type("New password once more", NEW_PASSWORD)
        .press("Change the password")
        .at("Your account");
    assertThat(browser.text("[role=status]")).startsWith("The password was changed.");

    comeBack(browser, elsewhere);
    signIn(browser, NEW_PASSWORD);
  }

  @Test
  void anAppIsTakenWhatItWasAllowed(Browser browser) {
    String clientId = "app-" + UUID.randomUUID();
    // The page to which it leads is of no interest, only its address.
    String redirect = rootUrl().replace("localhost", "127.0.0.1") + "/callback";
    register(
        SmartApp.publicApp(clientId, "user/Patient.rs offline_access")
            .replace(SmartApp.REDIRECT, redirect));
    SmartApp app = new SmartApp(rootUrl(), clientId, redirect);
    browser
        .open(app.link(app.request("user/Patient.rs offline_access")))
        .at("Sign in")
        .type("User name", nurse.username())
        .type("Password", nurse.password())
        .press("Sign in")
        .at("Allow Test app?")
        .press("Allow what is ticked");
    String back =
        browser.until(
            "the app", it -> it.getCurrentUrl().startsWith(redirect) ? it.getCurrentUrl() : null);
    JsonNode token = app.redeem(SmartApp.query(back).get("code")).json();
    String access = token.path("access_token").asText();
    assertThat(http(access).get("Patient?_count=1").status()).isEqualTo(200);

    browser.open(rootUrl() + "/auth/apps").at("My apps");
    assertThat(browser.text("main")).contains("Test app").contains("Keep its access");
    browser.press("Take back what Test app may do");
    browser.until("the end", it -> browser.text("main").contains("The app cannot get anything"));
    assertThat(browser.text("main")).contains("You have not allowed any app anything.");
    assertThat(http(access).get("Patient?_count=1").status()).isEqualTo(401);
    assertThat(app.refresh(token.path("refresh_token").asText()).status()).isEqualTo(400);
  }
}
