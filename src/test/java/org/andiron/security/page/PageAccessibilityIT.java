package org.andiron.security.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.UUID;
import org.andiron.security.account.Accounts;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.browser.AuthenticatorApp;
import org.andiron.testsupport.browser.Browser;
import org.andiron.testsupport.browser.InChromium;
import org.andiron.testsupport.browser.PageChecks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * All pages, as somebody goes through them, can be read and used: contrast by day and by night,
 * width of a narrow phone, labels, headings, size of what is pressed, focus that can be seen.
 */
@InChromium
class PageAccessibilityIT extends SmartIT {

  private static final String SCOPE =
      "openid fhirUser launch/patient offline_access patient/Patient.rs"
          + " patient/Observation.rs?category=laboratory patient/Observation.rs?code=8302-2"
          + " patient/MedicationRequest.cruds patient/AllergyIntolerance.rs patient/Condition.crus"
          + " user/Practitioner.rs";
  private static final int MORE_THAN_A_PAGE = 22;

  @Autowired private Accounts accounts;

  /** Names that are long, and names of another script. */
  private record Names(String app, String user, String given, String family) {

    static Names of(String language) {
      String number = UUID.randomUUID().toString().substring(0, 4);
      return language.equals("en")
          ? new Names(
              "Growth Chart and Developmental Milestones of Community Paediatrics",
              "Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley",
              "Ada Maria Wilhelmina",
              "Featherstonehaugh-Cholmondeley-Lindqvist" + number)
          : new Names("生长曲线", "欧阳静怡", "小梅", "司马" + ideographs(number));
    }

    private static String ideographs(String digits) {
      return digits
          .chars()
          .map(digit -> "一二三四五六七八九十甲乙丙丁戊己".charAt(Character.digit(digit, 16)))
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    }
  }

  private Names names;
  private ResourceBundle texts;
  private Browser browser;
  private PageChecks checks;
  private Person nurse;
  private SmartApp app;

  private String text(String key) {
    return texts.getString(key);
  }

  private void open(String path) {
    browser.open(rootUrl() + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh-CN"})
  void allPagesCanBeReadAndUsed(String language, Browser opened) {
    browser = opened;
    checks = new PageChecks(browser, language);
    texts =
        ResourceBundle.getBundle(
            "auth.messages",
            Locale.forLanguageTag(language),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    names = Names.of(language);
    nurse = Person.create(accounts, names.user(), "Practitioner/test-nurse", "nurse");
    registerApp();
    putPatients();

    signInWithAnError(language);
    choosePatient();
    allow();
    lookAfterAccount();
    setUpAuthenticatorApp();
    signInWithSecondFactor();
    goAstray();
    assertThat(checks.problems()).isEmpty();
  }

  private void registerApp() {
    String clientId = "app-" + UUID.randomUUID();
    String redirect = rootUrl().replace("localhost", "127.0.0.1") + "/callback";
    register(
        SmartApp.publicApp(clientId, SCOPE)
            .replace(SmartApp.REDIRECT, redirect)
            .replace("Test app", names.app()));
    app = new SmartApp(rootUrl(), clientId, redirect);
  }

  private void putPatients() {
    FhirHttp backend = http(token("system/*.cruds"));
    for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
      backend.post(
          "Patient",
          """
          {"resourceType": "Patient", "birthDate": "1984-05-%d", "gender": "female",
           "identifier": [{"system": "https://hospital.example.org/mrn", "value": "47%d1"}],
           "name": [{"family": "%s", "given": ["%s"]}]}
          """
              .formatted(i + 10 - i / 20 * 5, i + 10, names.family(), names.given()));
    }
  }

  private void signIn(String password) {
    browser
        .type(text("sign-in.username"), nurse.username())
        .type(text("sign-in.password"), password)
        .press(text("sign-in.submit"));
  }

  private void signInWithAnError(String language) {
    browser.driver().manage().deleteAllCookies();
    open("/auth/sign-in?lang=" + language);
    browser.at(text("sign-in.title"));
    checks.check("sign-in");
    browser.open(app.link(app.request(SCOPE))).at(text("sign-in.title"));
    signIn("not the password");
    browser.text("[role=alert]");
    checks.check("sign-in-wrong");
    signIn(nurse.password());
    browser.at(text("patient.title"));
  }

  private void choosePatient() {
    browser.type(text("patient.name"), names.family()).press(text("patient.submit"));
    browser.named(text("patient.next"), "a");
    checks.check("patient");
    String picker = browser.driver().getCurrentUrl();
    browser.type(text("patient.name"), "Nobody" + names.family()).press(text("patient.submit"));
    browser.until("nobody", it -> browser.text("main").contains(text("patient.none")));
    checks.check("patient-none");
    browser.open(picker.replaceFirst("birthdate=", "birthdate=1984-13-01")).text("[role=alert]");
    checks.check("patient-wrong");
    browser.open(picker);
    browser.until("a row", it -> it.findElement(By.name("patient"))).click();
  }

  private void allow() {
    browser.named(text("authorize.technical"), "summary").click();
    checks.check("authorization");
    browser.press(text("authorize.allow"));
    String back =
        browser.until(
            "the app", it -> it.getCurrentUrl().contains("code=") ? it.getCurrentUrl() : null);
    assertThat(app.redeem(SmartApp.query(back).get("code")).status()).isEqualTo(200);
    open("/auth/apps");
    browser.at(text("apps.title"));
    checks.check("apps");
    browser.driver().findElement(By.cssSelector("main form button")).click();
    browser.until("the end", it -> browser.text("main").contains(text("apps.done")));
    checks.check("apps-none");
  }

  private void lookAfterAccount() {
    open("/auth/account");
    browser.at(text("account.title"));
    checks.check("account");
    open("/auth/password");
    browser.at(text("password.title"));
    checks.check("password");
    browser
        .type(text("password.current"), nurse.password())
        .type(text("password.new"), "password1234")
        .type(text("password.repeated"), "password1234")
        .press(text("password.submit"))
        .text("[role=alert]");
    checks.check("password-weak");
  }

  private void setUpAuthenticatorApp() {
    open("/auth/account");
    browser
        .at(text("account.title"))
        .type(text("account.authenticator.confirm"), nurse.password())
        .press(text("account.authenticator.begin"))
        .at(text("authenticator.title"));
    checks.check("authenticator");
    AuthenticatorApp phone = new AuthenticatorApp(browser.text("code.secret"));
    browser
        .type(text("authenticator.code"), phone.code())
        .press(text("authenticator.submit"))
        .at(text("recovery-codes.title"));
    checks.check("recovery-codes");
    browser.press(text("recovery-codes.done")).at(text("account.title"));
    checks.check("account-with-app");
  }

  private void signInWithSecondFactor() {
    browser.press(text("layout.sign-out")).at(text("signed-out.title"));
    checks.check("signed-out");
    browser.press(text("signed-out.again")).at(text("sign-in.title"));
    signIn(nurse.password());
    browser.at(text("second-factor.title"));
    browser.type(text("second-factor.code"), "000000").press(text("second-factor.submit"));
    browser.text("[role=alert]");
    browser.press(text("second-factor.recovery.toggle"));
    checks.check("second-factor");
    browser.press(text("second-factor.cancel")).at(text("signed-out.title"));
  }

  private void goAstray() {
    Person other = Person.nurse(accounts);
    accounts.setPassword(
        accounts.byUsername(other.username()).orElseThrow().id(),
        "a password of the helpdesk",
        true,
        "admin");
    nurse = other;
    open("/auth/sign-in");
    signIn("a password of the helpdesk");
    browser.at(text("password.title"));
    checks.check("password-forced");
    Map<String, String> unknown = app.request(SCOPE);
    unknown.put("client_id", "nobody");
    browser.open(app.link(unknown)).at(text("error.unknown-app.title"));
    checks.check("error");
  }
}
