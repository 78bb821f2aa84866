package org.andiron.consent.labelling;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import org.andiron.consent.term.CodeSystems;
import org.andiron.consent.term.PartLabels;
import org.jspecify.annotations.Nullable;

/**
 * Knows the label that this server sets on resources with labelled parts. It came into v3-ActCode
 * after R4, whose validator would refuse it.
 */
final class PartLabelSupport implements IValidationSupport {

  private final FhirContext context;

  PartLabelSupport(FhirContext context) {
    this.context = context;
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public boolean isCodeSystemSupported(ValidationSupportContext chain, @Nullable String system) {
    return CodeSystems.ACT_CODE.equals(system);
  }

  @Override
  public @Nullable CodeValidationResult validateCode(
      ValidationSupportContext chain,
      ConceptValidationOptions options,
      @Nullable String system,
      @Nullable String code,
      @Nullable String display,
      @Nullable String valueSetUrl) {
    boolean known =
        CodeSystems.ACT_CODE.equals(system) && PartLabels.PROCESS_INLINE.value().equals(code);
    return known && (valueSetUrl == null || valueSetUrl.isBlank())
        ? new CodeValidationResult().setCode(code).setDisplay("process inline security label")
        : null;
  }
}
