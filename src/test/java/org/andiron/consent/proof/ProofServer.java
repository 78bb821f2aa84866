package org.andiron.consent.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.andiron.testsupport.TestFolder;
import org.andiron.testsupport.SmartIT;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** A server of its own, whose records are put away and others in their place. */
final class ProofServer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Path ROOT = TestFolder.of("proof");

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Path configuration = ROOT.resolve("fhir-config");
    try {
      FileSystemUtils.deleteRecursively(ROOT);
      FileSystemUtils.copyRecursively(Path.of("fhir-config"), configuration);
      Files.writeString(
          Files.createDirectories(configuration.resolve("clients")).resolve("test-backend.json"),
          SmartIT.BACKEND.registration("\"scope\": \"system/*.cruds\""));
      Files.writeString(
          configuration.resolve("consent-policies").resolve("organization.json"),
          "{\"implicit\": \"https://profiles.ihe.net/ITI/PCF/"
              + ProofSettings.get().policy()
              + "\"}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestPropertyValues.of(
            "andiron.storage.embedded.directory=" + ROOT.resolve("postgres"),
            "andiron.security.key-directory=" + ROOT.resolve("security"),
            "andiron.config-dir=" + configuration)
        .applyTo(context);
  }
}
