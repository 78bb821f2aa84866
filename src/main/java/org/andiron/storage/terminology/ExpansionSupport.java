package org.andiron.storage.terminology;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.context.support.ValueSetExpansionOptions;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import org.andiron.storage.codes.ImplicitValueSets;
import org.andiron.storage.codes.LoadedSystems;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;
import org.jspecify.annotations.Nullable;

/**
 * Expands every value set, stored or built-in, the same way. Stands at the head of HAPI's chain,
 * which would ask HAPI's in-memory expansion about built-in ones.
 */
final class ExpansionSupport implements IValidationSupport {

  private final FhirContext context;
  private final StoredTerminology terminology;
  private final LoadedSystems loadedSystems;
  private final ImplicitValueSets implicitValueSets;

  ExpansionSupport(
      FhirContext context, StoredTerminology terminology, LoadedSystems loadedSystems) {
    this.context = context;
    this.terminology = terminology;
    this.loadedSystems = loadedSystems;
    this.implicitValueSets = new ImplicitValueSets(loadedSystems);
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public @Nullable IBaseResource fetchValueSet(String url) {
    return implicitValueSets.find(url).orElse(null);
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

  @Override
  public @Nullable CodeValidationResult validateCode(
      ValidationSupportContext chain,
      ConceptValidationOptions options,
      @Nullable String system,
      @Nullable String code,
      @Nullable String display,
      @Nullable String valueSetUrl) {
    return valueSetUrl != null
            && !valueSetUrl.isBlank()
            && chain.getRootValidationSupport().fetchValueSet(valueSetUrl) instanceof ValueSet known
        ? validateCodeInValueSet(chain, options, system, code, display, known)
        : null;
  }

  /**
   * Judges codes of loaded code systems, and all codes in value sets with filters, some of which
   * HAPI misunderstands; null for all others.
   */
  @Override
  public @Nullable CodeValidationResult validateCodeInValueSet(
      ValidationSupportContext chain,
      ConceptValidationOptions options,
      @Nullable String system,
      @Nullable String code,
      @Nullable String display,
      IBaseResource valueSet) {
    if (system == null || code == null || !(valueSet instanceof ValueSet known)) {
      return null;
    }
    boolean loaded = loadedSystems.find(system).isPresent();
    boolean filtered =
        known.getCompose().getInclude().stream().anyMatch(ConceptSetComponent::hasFilter);
    if (!loaded && (!filtered || display != null)) {
      return null;
    }
    ValueSetExpansionContainsComponent member;
    try {
      member = terminology.member(known, system, code);
    } catch (UnprocessableEntityException definitionsMissing) {
      return null;
    }
    if (member == null) {
      return new CodeValidationResult()
          .setSeverity(IssueSeverity.ERROR)
          .setMessage("The value set does not have this code");
    }
    CodeValidationResult result =
        new CodeValidationResult().setCode(member.getCode()).setDisplay(member.getDisplay());
    boolean otherDisplay =
        display != null
            && !display.isBlank()
            && !display.equalsIgnoreCase(member.getDisplay())
            && member.getDesignation().stream()
                .noneMatch(it -> display.equalsIgnoreCase(it.getValue()));
    return otherDisplay
        ? result
            .setSeverity(IssueSeverity.WARNING)
            .setMessage("The display is not one of those that the code has")
        : result;
  }
}
