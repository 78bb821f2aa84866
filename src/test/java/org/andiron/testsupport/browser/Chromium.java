package org.andiron.testsupport.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.testsupport.TestFolder;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.chromium.ChromiumDriverLogLevel;

/** A headless Chromium of this machine. */
final class Chromium implements AutoCloseable {

  private static final String[] BROWSERS = {"chromium", "chromium-browser", "google-chrome"};
  private static final Path DIRECTORY = TestFolder.of("chromium");

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  static boolean isInstalled() {
    return find("chromedriver").isPresent() && find(BROWSERS).isPresent();
  }

  static Chromium start() {
    try {
      Files.createDirectories(DIRECTORY);
      ChromeDriverService service =
          new ChromeDriverService.Builder()
              .usingDriverExecutable(find("chromedriver").orElseThrow().toFile())
              .usingAnyFreePort()
              .withLogFile(DIRECTORY.resolve("chromedriver.log").toFile())
              .withLogLevel(ChromiumDriverLogLevel.WARNING)
              .build();
      return new Chromium(new ChromeDriver(service, options()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ChromeOptions options() throws IOException {
    return new ChromeOptions()
        .setBinary(find(BROWSERS).orElseThrow().toFile())
        .addArguments(
            "--headless=new",
            // It opens nothing but this server and pages of tests; root needs it.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--lang=en-US",
            "--window-size=1280,900",
            "--user-data-dir=" + Files.createTempDirectory(DIRECTORY.toAbsolutePath(), "profile"));
  }

  private static Optional<Path> find(String... names) {
    return Arrays.stream(names)
        .flatMap(
            name ->
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A window of its own, without cookies. */
  Browser browser() {
    String last = driver.getWindowHandle();
    driver.switchTo().newWindow(WindowType.TAB);
    String fresh = driver.getWindowHandle();
    driver.switchTo().window(last).close();
    driver.switchTo().window(fresh);
    driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    // Without it a window that nobody looks at shows no focus.
    driver.executeCdpCommand("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    return new Browser(driver);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
