package org.andiron.risk;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import org.jspecify.annotations.Nullable;

/**
 * Knows the label of what software asserts, {@code AIAST}, which HL7 added to its code system after
 * R4 took a copy of it. All other codes are left to others.
 *
 * @see <a href="https://terminology.hl7.org/CodeSystem-v3-ObservationValue.html">Observation
 *     values</a>
 */
final class AiLabelSupport implements IValidationSupport {

  private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
  private static final String CODE = "AIAST";
  private static final String DISPLAY = "Artificial Intelligence asserted";

  private final FhirContext context;

  AiLabelSupport(FhirContext context) {
    this.context = context;
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public boolean isCodeSystemSupported(ValidationSupportContext chain, @Nullable String system) {
    return SYSTEM.equals(system);
  }

  @Override
  public @Nullable CodeValidationResult validateCode(
      ValidationSupportContext chain,
      ConceptValidationOptions options,
      @Nullable String system,
      @Nullable String code,
      @Nullable String display,
      @Nullable String valueSetUrl) {
    if (!SYSTEM.equals(system) || !CODE.equals(code) || valueSetUrl != null) {
      return null;
    }
    return new CodeValidationResult().setCode(CODE).setDisplay(DISPLAY).setCodeSystemName(SYSTEM);
  }
}
