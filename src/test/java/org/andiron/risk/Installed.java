package org.andiron.risk;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.nio.file.Path;
import org.andiron.risk.feature.Given;
import org.andiron.storage.config.ConfigurationFolder;

/** The models that the server brings along, as it installs them. */
public final class Installed {

  private static final RiskModels ALL = read(Path.of("fhir-config"));

  private Installed() {}

  /** The models in a folder, with what they share taken from the shipped ones. */
  public static RiskModels read(Path folder) {
    return RiskModels.read(ConfigurationFolder.open(folder), Given.LIBRARY);
  }

  public static RiskModels all() {
    return ALL;
  }

  /** What the server adds to its validator. */
  public static IValidationSupport labels(FhirContext context) {
    return new AiLabelSupport(context);
  }

  public static InstalledModel model(String id) {
    return ALL.find(id).orElseThrow();
  }
}
