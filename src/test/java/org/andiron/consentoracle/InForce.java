package org.andiron.consentoracle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Reference;

/**
 * Which consents of a patient are to be asked: those that are active, about access, within the
 * period of their root, and superseded by no other such.
 */
final class InForce {

  private static final Code RESEARCH = Code.reason("HRESCH");

  private final Set<Aspect> disregarded;
  private final Criteria criteria;

  InForce(Set<Aspect> disregarded) {
    this.disregarded = disregarded;
    this.criteria = new Criteria(disregarded);
  }

  List<Consent> of(String patient, Question question) {
    List<Consent> valid =
        question.consents().stream()
            .filter(consent -> isOf(patient, consent))
            .filter(this::isActive)
            .filter(consent -> isAboutAccess(consent, question))
            .filter(consent -> isValid(consent, question))
            .toList();
    return valid.stream()
        .filter(consent -> valid.stream().noneMatch(other -> supersedes(other, consent, question)))
        .toList();
  }

  private static boolean isOf(String patient, Consent consent) {
    return consent.getPatient().hasReference()
        && Link.unversioned(consent.getPatient().getReference()).equals(patient);
  }

  private boolean isActive(Consent consent) {
    return consent.getStatus() == ConsentState.ACTIVE || disregarded.contains(Aspect.STATUS);
  }

  /** Outside the period of its root there is no consent. */
  private boolean isValid(Consent consent, Question question) {
    return criteria.isDuring(Elements.of(consent.getProvision()).period(), question);
  }

  /** Privacy for all purposes, research for research. */
  private boolean isAboutAccess(Consent consent, Question question) {
    if (disregarded.contains(Aspect.SCOPE)) {
      return true;
    }
    Set<String> scopes = scopes(consent);
    return scopes.contains("patient-privacy")
        || scopes.contains("research")
            && question.purposes().stream().anyMatch(InForce::isResearch);
  }

  private static boolean isResearch(Code purpose) {
    return PublishedCodes.isKindOf(purpose, RESEARCH);
  }

  /** The scope, which some write into the first category. */
  private static Set<String> scopes(Consent consent) {
    Set<String> found = scopes(consent.getScope());
    return found.isEmpty() && consent.hasCategory() ? scopes(consent.getCategoryFirstRep()) : found;
  }

  private static Set<String> scopes(CodeableConcept concept) {
    Set<String> found = new HashSet<>();
    for (Coding coding : concept.getCoding()) {
      if (Code.SCOPES.equals(coding.getSystem()) && coding.hasCode()) {
        found.add(coding.getCode());
      }
    }
    return found;
  }

  /** Explicitly: the same organization, policy and scope, and surely later. */
  private boolean supersedes(Consent later, Consent earlier, Question question) {
    if (disregarded.contains(Aspect.SUPERSESSION)
        || !later.hasOrganization()
        || policies(later).isEmpty()
        || !later.hasDateTime()
        || !earlier.hasDateTime()) {
      return false;
    }
    return organizations(later).equals(organizations(earlier))
        && policies(later).equals(policies(earlier))
        && scopes(later).equals(scopes(earlier))
        && !given(later, question).from().isBefore(given(earlier, question).until());
  }

  private static Span given(Consent consent, Question question) {
    return Span.of(consent.getDateTimeElement(), question.world().zone());
  }

  private static Set<String> organizations(Consent consent) {
    Set<String> found = new HashSet<>();
    for (Reference reference : consent.getOrganization()) {
      found.add(Link.unversioned(reference.getReference()));
    }
    return found;
  }

  private static Set<String> policies(Consent consent) {
    Set<String> found = new HashSet<>();
    for (Consent.ConsentPolicyComponent policy : consent.getPolicy()) {
      if (policy.hasUri()) {
        found.add(policy.getUri());
      }
    }
    return found;
  }
}
