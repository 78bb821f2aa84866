package org.andiron.security.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.andiron.security.account.Accounts;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.browser.AuthenticatorApp;
import org.andiron.testsupport.browser.Browser;
import org.andiron.testsupport.browser.InChromium;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticator;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;
import org.springframework.beans.factory.annotation.Autowired;

/** People sign in on the pages, in all the ways there are. */
@InChromium
class SignInPagesIT extends SmartIT {

  private static final String NEW_PASSWORD = "seven tall green frogs";

  @Autowired private Accounts accounts;

  private Person nurse;

  @BeforeEach
  void setUp() {
    nurse = Person.nurse(accounts);
  }

  private Browser signIn(Browser browser, String password) {
    return browser
        .open(rootUrl() + "/auth/sign-in")
        .at("Sign in")
        .type("User name", nurse.username())
        .type("Password", password)
        .press("Sign in");
  }

  private Browser signIn(Browser browser) {
    return signIn(browser, nurse.password());
  }

  private static Browser signOut(Browser browser) {
    return browser.press("Sign out").at("You are signed out");
  }

  @Test
  void aPasswordSignsInAndOut(Browser browser) {
    signIn(browser).at("Your account");
    assertThat(browser.text("main"))
        .contains("Nina Berg")
        .contains("Nurse")
        .contains("Practitioner/test-nurse");
    signOut(browser);
    browser.open(rootUrl() + "/auth/account").at("Sign in");
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreToldAlike(Browser browser) {
    signIn(browser, "not the password");
    String told = browser.text("[role=alert]");
    assertThat(told).startsWith("User name or password is not right");
    assertThat(browser.driver().getTitle()).startsWith("Error: ");
    assertThat(browser.named("User name", "input").getDomProperty("value"))
        .isEqualTo(nurse.username());
    browser
        .type("User name", "nobody-" + UUID.randomUUID())
        .type("Password", "not the password")
        .press("Sign in");
    assertThat(browser.text("[role=alert]")).isEqualTo(told);
    browser.open(rootUrl() + "/auth/account").at("Sign in");
  }

  @Test
  void afterManyFailuresOneHasToWait(Browser browser) {
    signIn(browser, "not the password");
    // Slow machines may let a short wait pass; each is twice as long as the one before.
    for (int i = 0; i < 12 && !browser.text("[role=alert]").startsWith("There were"); i++) {
      browser.type("Password", "not the password").press("Sign in");
    }
    assertThat(browser.text("[role=alert]"))
        .startsWith("There were too many failed attempts. Try again in one minute.");
  }

  @Test
  void anAuthenticatorAppIsSetUpAndUsedAndRecoveryCodesTakeItsPlaceOnce(Browser browser) {
    signIn(browser).at("Your account");
    browser.type("Confirm with your password", "not the password").press("Set it up");
    assertThat(browser.text("[role=alert]"))
        .isEqualTo("The password is not right. Nothing was changed.");
    browser
        .type("Confirm with your password", nurse.password())
        .press("Set it up")
        .at("Set up an authenticator app");
    AuthenticatorApp app = new AuthenticatorApp(browser.text("code.secret"));
    browser.type("Code that the app shows", "000000").press("Confirm");
    assertThat(browser.text("[role=alert]")).startsWith("The code is not right.");
    browser.type("Code that the app shows", app.code()).press("Confirm");
    browser.at("Keep these recovery codes");
    List<String> recoveryCodes = browser.texts("ol.codes li");
    assertThat(recoveryCodes).hasSize(10).doesNotHaveDuplicates();
    browser.press("I have kept them").at("Your account");
    signOut(browser);

    signIn(browser).at("Confirm that it is you");
    browser.open(rootUrl() + "/auth/account").at("Confirm that it is you");
    browser.type("Code of your authenticator app", "000000").press("Confirm");
    assertThat(browser.text("[role=alert]")).startsWith("The code is not right");
    browser
        .type("Code of your authenticator app", app.nextCode())
        .press("Confirm")
        .at("Your account");
    signOut(browser);

    signIn(browser).at("Confirm that it is you").press("I do not have my device");
    browser
        .type("Recovery code", recoveryCodes.get(3))
        .press("Use the recovery code")
        .at("Your account");
    assertThat(browser.text("main")).contains("9 codes are left");
    signOut(browser);

    signIn(browser).at("Confirm that it is you").press("I do not have my device");
    browser.type("Recovery code", recoveryCodes.get(3)).press("Use the recovery code");
    assertThat(browser.text("[role=alert]")).startsWith("The code is not right");
    browser.press("Sign in as somebody else").at("You are signed out");
  }

  @Test
  void aPasskeyIsAddedSignsInAndIsRemoved(Browser browser) {
    VirtualAuthenticator device =
        browser
            .driver()
            .addVirtualAuthenticator(
                new VirtualAuthenticatorOptions()
                    .setProtocol(VirtualAuthenticatorOptions.Protocol.CTAP2)
                    .setTransport(VirtualAuthenticatorOptions.Transport.INTERNAL)
                    .setHasResidentKey(true)
                    .setHasUserVerification(true)
                    .setIsUserVerified(true));
    try {
      signIn(browser).at("Your account");
      browser.type("Name of the new passkey", "Ward laptop").press("Add a passkey");
      browser.named("Remove the passkey Ward laptop", "button");
      assertThat(browser.text("[role=status]")).isEqualTo("The passkey was added.");
      assertThat(device.getCredentials()).hasSize(1);
      signOut(browser);

      browser.press("Sign in again").at("Sign in").press("Sign in with a passkey");
      browser.at("Your account");
      assertThat(browser.text("main")).contains("Nina Berg");
      browser.press("Remove the passkey Ward laptop");
      browser.until(
          "the passkey removed", it -> browser.text("main").contains("The passkey was removed."));
      signOut(browser);

      browser.press("Sign in again").at("Sign in").press("Sign in with a passkey");
      browser.until(
          "a refusal",
          it -> browser.text("[role=status]").startsWith("The passkey was not accepted"));
      browser.open(rootUrl() + "/auth/account").at("Sign in");
    } finally {
      browser.driver().removeVirtualAuthenticator(device);
    }
  }

  @Test
  void whoseUserWasNotVerifiedIsNotSignedIn(Browser browser) {
    VirtualAuthenticator device =
        browser
            .driver()
            .addVirtualAuthenticator(
                new VirtualAuthenticatorOptions()
                    .setProtocol(VirtualAuthenticatorOptions.Protocol.CTAP2)
                    .setTransport(VirtualAuthenticatorOptions.Transport.INTERNAL)
                    .setHasResidentKey(true)
                    .setHasUserVerification(true)
                    .setIsUserVerified(true));
    try {
      signIn(browser).at("Your account").press("Add a passkey");
      browser.named("Remove the passkey Phone", "button");
      signOut(browser);
      device.setUserVerified(false);
      browser.press("Sign in again").at("Sign in").press("Sign in with a passkey");
      browser.until(
          "a refusal", it -> browser.text("[role=status]").startsWith("Nothing was done"));
      browser.open(rootUrl() + "/auth/account").at("Sign in");
    } finally {
      browser.driver().removeVirtualAuthenticator(device);
    }
  }

  @Test
  void whoGotAPasswordFromSomebodyElseChoosesAnotherFirst(Browser browser) {
    accounts.setPassword(
        accounts.byUsername(nurse.username()).orElseThrow().id(),
        "a password of the helpdesk",
        true,
        "admin");
    signIn(browser, "a password of the helpdesk").at("Choose a new password");
    browser.open(rootUrl() + "/auth/account").at("Choose a new password");
    browser
        .type("New password", "password1234")
        .type("New password once more", "password1234")
        .press("Change the password");
    assertThat(browser.text("[role=alert]")).startsWith("This password is among the first");
    browser
        .type("New password", NEW_PASSWORD)
        .type("New password once more", NEW_PASSWORD + "!")
        .press("Change the password");
    assertThat(browser.text("[role=alert]")).contains("not typed the same way twice");
    browser
        .type("New password", NEW_PASSWORD)
        .type("New password once more", NEW_PASSWORD)
        .press("Change the password")
        .at("Your account");
    signOut(browser);
    signIn(browser, NEW_PASSWORD).at("Your account");
  }

  @Test
  void aLanguageIsChosenAndKept(Browser browser) {
    browser.open(rootUrl() + "/auth/sign-in").at("Sign in").press("简体中文").at("登录");
    assertThat(browser.driver().findElement(By.tagName("html")).getDomAttribute("lang"))
        .isEqualTo("zh-CN");
    browser.type("用户名", nurse.username()).type("密码", nurse.password()).press("登录").at("我的账户");
    browser.press("我的应用").at("我的应用");
    browser.press("English").at("My apps");
    browser.press("Account").at("Your account");
  }
}
