package org.andiron.risk;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The definitions of the extensions that answers of risk models have, for validation. */
final class RiskExtensions {

  private static final String FILES = "classpath:risk/structure-definitions/*.json";

  private RiskExtensions() {}

  /**
   * Knows all of them.
   *
   * @throws UncheckedIOException if one cannot be read
   */
  static PrePopulatedValidationSupport support(FhirContext context) {
    PrePopulatedValidationSupport support = new PrePopulatedValidationSupport(context);
    try {
      for (Resource file : new PathMatchingResourcePatternResolver().getResources(FILES)) {
        try (InputStream content = file.getInputStream()) {
          support.addStructureDefinition(
              context.newJsonParser().parseResource(StructureDefinition.class, content));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return support;
  }
}
