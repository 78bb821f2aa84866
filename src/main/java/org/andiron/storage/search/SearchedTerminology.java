package org.andiron.storage.search;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport.ValueSetExpansionOutcome;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.context.support.ValueSetExpansionOptions;
import ca.uhn.fhir.jpa.term.api.ITermReadSvc;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.util.FhirVersionIndependentConcept;
import java.util.ArrayList;
import java.util.List;
import org.andiron.storage.query.Terminology;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;

/** The code systems and value sets that searches refer to: those stored here and those of R4. */
final class SearchedTerminology implements Terminology {

  private final IValidationSupport definitions;
  private final ITermReadSvc hierarchy;

  SearchedTerminology(IValidationSupport definitions, ITermReadSvc hierarchy) {
    this.definitions = definitions;
    this.hierarchy = hierarchy;
  }

  @Override
  public List<Code> expand(String valueSet) {
    ValueSetExpansionOutcome outcome =
        definitions.isValueSetSupported(new ValidationSupportContext(definitions), valueSet)
            ? definitions.expandValueSet(
                new ValidationSupportContext(definitions), new ValueSetExpansionOptions(), valueSet)
            : null;
    if (outcome == null || !(outcome.getValueSet() instanceof ValueSet expanded)) {
      throw new InvalidRequestException(
          "The value set that a search parameter names is not known here, or cannot be expanded."
              + " Store it as a ValueSet, or put it into fhir-config/terminology.");
    }
    List<Code> codes = new ArrayList<>();
    add(expanded.getExpansion().getContains(), codes);
    return codes;
  }

  private static void add(List<ValueSetExpansionContainsComponent> contains, List<Code> codes) {
    for (ValueSetExpansionContainsComponent it : contains) {
      if (it.hasCode() && !it.getAbstract()) {
        codes.add(new Code(it.getSystem(), it.getCode()));
      }
      add(it.getContains(), codes);
    }
  }

  @Override
  public List<Code> above(String system, String code) {
    return withItself(system, code, hierarchy.findCodesAbove(system, code));
  }

  @Override
  public List<Code> below(String system, String code) {
    return withItself(system, code, hierarchy.findCodesBelow(system, code));
  }

  private static List<Code> withItself(
      String system, String code, List<FhirVersionIndependentConcept> related) {
    List<Code> codes = new ArrayList<>();
    codes.add(new Code(system, code));
    for (FhirVersionIndependentConcept it : related) {
      if (!code.equals(it.getCode())) {
        codes.add(new Code(it.getSystem(), it.getCode()));
      }
    }
    return codes;
  }
}
