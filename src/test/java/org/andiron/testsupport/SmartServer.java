package org.andiron.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Gives the shared context of mode smart an embedded PostgreSQL, a key directory and a
 * configuration folder of its own, with one client and one role in files, below {@code target}.
 */
final class SmartServer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Path ROOT = TestFolder.of("smart");

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Path configuration = ROOT.resolve("fhir-config");
    try {
      FileSystemUtils.deleteRecursively(ROOT);
      FileSystemUtils.copyRecursively(Path.of("fhir-config"), configuration);
      Path clients = Files.createDirectories(configuration.resolve("clients"));
      Files.writeString(
          clients.resolve("test-backend.json"),
          SmartIT.BACKEND.registration("\"scope\": \"system/*.cruds\""));
      Files.writeString(
          Files.createDirectories(configuration.resolve("roles")).resolve("ward-nurse.json"),
          """
          {"title": "Nurse of a ward", "operations": ["*"], "rights": [
            {"patients": "care-team", "types": ["*"], "except": ["@directory"],
             "permissions": "cruds"}]}
          """);
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
