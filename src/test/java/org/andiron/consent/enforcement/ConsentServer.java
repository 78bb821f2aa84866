package org.andiron.consent.enforcement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestFolder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** A server of its own: what is withheld changes what users may do with everybody's records. */
final class ConsentServer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  /** Members of it may break the glass. */
  static final String EMERGENCY_TEAM = "Group/emergency-team";

  /** Whose record a court has sealed, also for emergencies. */
  static final String SEALED = "Patient/sealed-by-court";

  private static final Path ROOT = TestFolder.of("consent");

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Path configuration = ROOT.resolve("fhir-config");
    try {
      FileSystemUtils.deleteRecursively(ROOT);
      FileSystemUtils.copyRecursively(Path.of("fhir-config"), configuration);
      Files.writeString(
          Files.createDirectories(configuration.resolve("clients")).resolve("test-backend.json"),
          SmartIT.BACKEND.registration("\"scope\": \"system/*.cruds\""));
      Path roles = configuration.resolve("roles");
      String role =
          """
          {
            "title": "Test", %s
            "rights": [{ "patients": "any", "types": ["*"], "permissions": "rs" }]
          }
          """;
      Files.writeString(
          roles.resolve("dentist.json"), role.formatted("\"purposeOfUse\": \"TREAT\","));
      Files.writeString(roles.resolve("clerk.json"), role.formatted(""));
      Path policies = Files.createDirectories(configuration.resolve("consent-policies/legal"));
      Files.writeString(
          policies.resolveSibling("organization.json"),
          """
          {
            "implicit": "https://profiles.ihe.net/ITI/PCF/Policy-all-normal",
            "breakGlass": { "groups": ["%s"] }
          }
          """
              .formatted(EMERGENCY_TEAM));
      Files.writeString(
          policies.resolve("sealed.json"),
          """
          {
            "id": "urn:example:sealed",
            "title": "Sealed by a court",
            "patient": "%s",
            "emergencyException": false,
            "rule": { "type": "deny", "action": [{ "coding": [{
              "system": "http://terminology.hl7.org/CodeSystem/consentaction",
              "code": "access" }] }] }
          }
          """
              .formatted(SEALED));
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
