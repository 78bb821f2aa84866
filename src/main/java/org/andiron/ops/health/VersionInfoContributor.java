package org.andiron.ops.health;

import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Says which software answers, and nothing about the machine it runs on. */
final class VersionInfoContributor implements InfoContributor {

  private static final String FHIR_VERSION = "4.0.1";

  private final String version;

  /**
   * @param version version of the software
   */
  VersionInfoContributor(String version) {
    this.version = version;
  }

  @Override
  public void contribute(Info.Builder builder) {
    builder
        .withDetail("app", Map.of("name", "Andiron", "version", version))
        .withDetail("fhir", Map.of("version", FHIR_VERSION));
  }
}
