package org.andiron.consent.directive;

import java.util.stream.Stream;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.term.CodeSystems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;

/** Reads what a Consent is about. */
final class ScopeReader {

  private final Problems problems;

  ScopeReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * The scope, also where it stands among the categories, as some write it. One that is not known
   * is the one that says most, so that what stands in the place of a Consent that cannot be
   * computed counts for any purpose.
   */
  ConsentScope scope(Consent consent) {
    return Stream.concat(Stream.of(consent.getScope()), consent.getCategory().stream())
        .map(CodeableConcept::getCoding)
        .flatMap(codings -> codings.stream())
        .filter(it -> CodeSystems.CONSENT_SCOPE.equals(it.getSystem()) && it.hasCode())
        .findFirst()
        .map(this::of)
        .orElseGet(
            () -> {
              problems.add("Consent.scope", "has no code of " + CodeSystems.CONSENT_SCOPE);
              return ConsentScope.PATIENT_PRIVACY;
            });
  }

  private ConsentScope of(Coding coding) {
    return switch (coding.getCode()) {
      case "patient-privacy" -> ConsentScope.PATIENT_PRIVACY;
      case "research" -> ConsentScope.RESEARCH;
      case "treatment", "adr" -> ConsentScope.OTHER;
      default -> {
        problems.add("Consent.scope", "is none of patient-privacy, research, treatment and adr");
        yield ConsentScope.PATIENT_PRIVACY;
      }
    };
  }
}
