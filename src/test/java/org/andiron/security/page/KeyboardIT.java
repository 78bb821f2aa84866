package org.andiron.security.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.andiron.security.account.Accounts;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.browser.Browser;
import org.andiron.testsupport.browser.InChromium;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.springframework.beans.factory.annotation.Autowired;

/** Somebody without a mouse gets from the app through all pages and back. */
@InChromium
class KeyboardIT extends SmartIT {

  private static final int MOST_STOPS = 40;

  @Autowired private Accounts accounts;

  private Browser browser;

  private void keys(CharSequence... keys) {
    new Actions(browser.driver()).sendKeys(keys).perform();
  }

  private WebElement focused() {
    return browser.driver().switchTo().activeElement();
  }

  /** Goes on until something of that name has the focus, which can be seen on the way. */
  private void tabTo(String name) {
    for (int i = 0; i < MOST_STOPS; i++) {
      keys(Keys.TAB);
      WebElement at = focused();
      assertThat(at.getCssValue("outline-style")).as(at.getAccessibleName()).isEqualTo("solid");
      if (at.getAccessibleName().equals(name)) {
        return;
      }
    }
    throw new AssertionError(name + " is not reached from the keyboard");
  }

  @Test
  void signingInChoosingAPatientAndAllowingNeedNoMouse(Browser opened) {
    browser = opened;
    Person nurse = Person.nurse(accounts);
    String family = "Keys" + UUID.randomUUID().toString().substring(0, 8);
    http(token("system/*.cruds"))
        .post(
            "Patient",
            "{\"resourceType\": \"Patient\", \"birthDate\": \"1984-05-23\", \"name\": [{\"family\":"
                + " \"%s\"}]}".formatted(family));
    String clientId = "app-" + UUID.randomUUID();
    String redirect = rootUrl().replace("localhost", "127.0.0.1") + "/callback";
    String scope = "launch/patient patient/Patient.rs patient/Observation.rs";
    register(SmartApp.publicApp(clientId, scope).replace(SmartApp.REDIRECT, redirect));
    SmartApp app = new SmartApp(rootUrl(), clientId, redirect);

    browser.open(app.link(app.request(scope))).at("Sign in");
    assertThat(focused().getAccessibleName()).isEqualTo("User name");
    keys(nurse.username());
    tabTo("Password");
    keys(nurse.password(), Keys.ENTER);

    browser.at("Choose a patient");
    assertThat(focused().getAccessibleName()).isEqualTo("Name");
    keys(family, Keys.ENTER);
    browser.until("the answer", it -> it.getCurrentUrl().contains("name=" + family));
    tabTo("Choose " + family + ", 1984-05-23");
    keys(Keys.ENTER);

    browser.at("Allow Test app?");
    tabTo("Read laboratory results, vital signs and other observations of " + family);
    assertThat(focused().isSelected()).isTrue();
    keys(Keys.SPACE);
    assertThat(focused().isSelected()).isFalse();
    tabTo("Allow what is ticked");
    keys(Keys.ENTER);
    String back =
        browser.until(
            "the app", it -> it.getCurrentUrl().contains("code=") ? it.getCurrentUrl() : null);
    assertThat(
            app.redeem(SmartApp.query(back).get("code")).json().path("scope").asText().split(" "))
        .containsExactlyInAnyOrder("launch/patient", "patient/Patient.rs");
  }

  @Test
  void theFirstStopLeadsPastTheMenu(Browser opened) {
    browser = opened;
    browser.open(rootUrl() + "/auth/signed-out").at("You are signed out");
    tabTo("Skip to the content");
    assertThat(focused().isDisplayed()).isTrue();
    keys(Keys.ENTER);
    tabTo("Sign in again");
    assertThat(focused().getDomAttribute("class")).contains("button");
  }
}
