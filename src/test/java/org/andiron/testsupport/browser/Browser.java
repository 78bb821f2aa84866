package org.andiron.testsupport.browser;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A browser and whoever sits before it. Fields, buttons and links are found by the name that a
 * screen reader says.
 */
public final class Browser {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration GLANCE = Duration.ofMillis(25);

  private static final String CANDIDATES =
      """
      const [name, selector] = arguments;
      const texts = it => [it.ariaLabel, it.innerText, ...[...(it.labels ?? [])].map(l => l.innerText)];
      const plain = text => (text ?? '').replace(/\\s+/g, ' ');
      return [...document.querySelectorAll(selector)]
        .filter(it => it.checkVisibility() && texts(it).some(text => plain(text).includes(name)));
      """;

  private final ChromeDriver driver;

  Browser(ChromeDriver driver) {
    this.driver = driver;
    driver.manage().timeouts().scriptTimeout(PATIENCE);
  }

  public ChromeDriver driver() {
    return driver;
  }

  public Browser open(String url) {
    driver.get(url);
    return this;
  }

  /** Waits until the page has this heading. */
  public Browser at(String heading) {
    until(
        "the heading " + heading,
        it ->
            it.findElements(By.tagName("h1")).stream().anyMatch(h -> h.getText().equals(heading)));
    return this;
  }

  /** Types into a field, in the place of what was there. */
  public Browser type(String label, CharSequence... keys) {
    WebElement field = named(label, "input");
    field.clear();
    field.sendKeys(keys);
    return this;
  }

  /** Presses a button, follows a link, unfolds a section, ticks a box. */
  public Browser press(String name) {
    named(name, "button, a, summary, input[type=checkbox]").click();
    return this;
  }

  /** The first element of that name that can be seen. */
  public WebElement named(String name, String selector) {
    return until(
        "'" + name + "' among " + selector,
        it ->
            candidates(name, selector).stream()
                .filter(element -> element.getAccessibleName().equals(name))
                .findFirst()
                .orElse(null));
  }

  /** Those that may have the name: to ask the driver for the name of each takes long. */
  @SuppressWarnings("unchecked")
  private List<WebElement> candidates(String name, String selector) {
    return (List<WebElement>) driver.executeScript(CANDIDATES, name, selector);
  }

  /** The text of the first element that a selector finds. */
  public String text(String selector) {
    return until("text in " + selector, it -> it.findElement(By.cssSelector(selector)).getText());
  }

  /** The texts of all elements that a selector finds. */
  public List<String> texts(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
  }

  /** Waits for something and returns it; what there is instead is in the failure. */
  public <T> T until(String what, Function<ChromeDriver, T> condition) {
    return new WebDriverWait(driver, PATIENCE, GLANCE)
        .ignoring(StaleElementReferenceException.class)
        .ignoring(NoSuchElementException.class)
        .withMessage(() -> what + " at " + driver.getCurrentUrl() + ": " + body())
        .until(it -> condition.apply(driver));
  }

  private String body() {
    return String.valueOf(driver.executeScript("return document.body?.innerText"));
  }
}
