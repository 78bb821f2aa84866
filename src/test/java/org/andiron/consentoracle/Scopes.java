package org.andiron.consentoracle;

import java.util.HashSet;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;

/**
 * What consents are about.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-consent-scope.html">consent-scope</a>
 */
final class Scopes {

  static final String PRIVACY = "patient-privacy";
  static final String RESEARCH = "research";

  private Scopes() {}

  /** The scope, which some write into the first category. */
  static Set<String> of(Consent consent) {
    Set<String> found = of(consent.getScope());
    return found.isEmpty() && consent.hasCategory() ? of(consent.getCategoryFirstRep()) : found;
  }

  private static Set<String> of(CodeableConcept concept) {
    Set<String> found = new HashSet<>();
    for (Coding coding : concept.getCoding()) {
      if (Code.SCOPES.equals(coding.getSystem()) && coding.hasCode()) {
        found.add(coding.getCode());
      }
    }
    return found;
  }
}
