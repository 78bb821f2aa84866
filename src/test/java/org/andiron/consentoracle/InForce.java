package org.andiron.consentoracle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  /** Privacy for all purposes, research for research and where nobody knows. */
  private boolean isAboutAccess(Consent consent, Question question) {
    if (disregarded.contains(Aspect.SCOPE)) {
      return true;
    }
    Set<String> scopes = Scopes.of(consent);
    return scopes.contains(Scopes.PRIVACY)
        || scopes.contains(Scopes.RESEARCH)
            && (question.purposes().isEmpty()
                || question.purposes().stream().anyMatch(InForce::isResearch));
  }

  private static boolean isResearch(Code purpose) {
    return PublishedCodes.isKindOf(purpose, RESEARCH);
  }

  /**
   * Explicitly: the same organization, policy and scope, surely later, and verified if it has to
   * be.
   */
  private boolean supersedes(Consent later, Consent earlier, Question question) {
    if (disregarded.contains(Aspect.SUPERSESSION)
        || !later.hasOrganization()
        || policies(later).isEmpty()
        || criteria.isUnverified(later, question)
        || !later.hasDateTime()
        || !earlier.hasDateTime()) {
      return false;
    }
    return organizations(later).equals(organizations(earlier))
        && policies(later).equals(policies(earlier))
        && Scopes.of(later).equals(Scopes.of(earlier))
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
