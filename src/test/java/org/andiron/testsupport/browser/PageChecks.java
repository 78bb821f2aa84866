package org.andiron.testsupport.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures whether a page can be read and used: on a desk and on a narrow phone, by day and by
 * night. {@code -Dandiron.screenshots=} names a folder for pictures of what was measured.
 *
 * @see <a href="https://www.w3.org/TR/WCAG22/">WCAG 2.2</a>
 */
public final class PageChecks {

  private static final int DESK = 1280;

  /** To which WCAG 1.4.10 wants pages to reflow. */
  private static final int NARROWEST = 320;

  private static final String SCRIPT = script();

  private final Browser browser;
  private final String prefix;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param prefix with which the names of pictures begin
   */
  public PageChecks(Browser browser, String prefix) {
    this.browser = browser;
    this.prefix = prefix;
  }

  private static String script() {
    try (InputStream file = PageChecks.class.getResourceAsStream("page-checks.js")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Measures the page that is open. */
  public void check(String name) {
    for (String scheme : List.of("light", "dark")) {
      browser
          .driver()
          .executeCdpCommand(
              "Emulation.setEmulatedMedia",
              Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
      for (int width : List.of(DESK, NARROWEST)) {
        width(width);
        measured().forEach(it -> problems.add(name + ", " + scheme + ", " + width + " px: " + it));
      }
      picture(name + "-" + scheme);
    }
    width(DESK);
  }

  @SuppressWarnings("unchecked")
  private List<String> measured() {
    return (List<String>) browser.driver().executeScript(SCRIPT);
  }

  private void width(int pixels) {
    browser
        .driver()
        .executeCdpCommand(
            "Emulation.setDeviceMetricsOverride",
            Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
  }

  private void picture(String name) {
    String folder = System.getProperty("andiron.screenshots");
    if (folder == null) {
      return;
    }
    for (int width : List.of(DESK, NARROWEST)) {
      width(width);
      Path file = Path.of(folder, prefix + "-" + name + "-" + width + ".png");
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, wholePage(width));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private byte[] wholePage(int width) {
    Object height = browser.driver().executeScript("return document.documentElement.scrollHeight");
    Map<String, Object> picture =
        browser
            .driver()
            .executeCdpCommand(
                "Page.captureScreenshot",
                Map.of(
                    "captureBeyondViewport",
                    true,
                    "clip",
                    Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
    return Base64.getDecoder().decode(String.valueOf(picture.get("data")));
  }

  /** What was wrong on all pages. */
  public List<String> problems() {
    return List.copyOf(problems);
  }
}
