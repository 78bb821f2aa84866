package org.andiron.storage.terminology;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.context.support.ValueSetExpansionOptions;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;

/**
 * Expands every value set, stored or built-in, the same way. Stands at the head of HAPI's chain,
 * which would ask HAPI's in-memory expansion about built-in ones.
 */
final class ExpansionSupport implements IValidationSupport {

  private final FhirContext context;
  private final StoredTerminology terminology;

  ExpansionSupport(FhirContext context, StoredTerminology terminology) {
    this.context = context;
    this.terminology = terminology;
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public boolean isValueSetSupported(ValidationSupportContext chain, String url) {
    return chain.getRootValidationSupport().fetchValueSet(url) != null;
  }

  @Override
  public ValueSetExpansionOutcome expandValueSet(
      ValidationSupportContext chain, @Nullable ValueSetExpansionOptions options, String url) {
    return new ValueSetExpansionOutcome(terminology.expandValueSet(options, url));
  }

  @Override
  public @Nullable ValueSetExpansionOutcome expandValueSet(
      ValidationSupportContext chain,
      @Nullable ValueSetExpansionOptions options,
      IBaseResource valueSet) {
    return valueSet instanceof ValueSet known
        ? new ValueSetExpansionOutcome(terminology.expandValueSet(options, known))
        : null;
  }
}
