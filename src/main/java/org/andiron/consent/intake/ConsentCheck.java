package org.andiron.consent.intake;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.directive.ConsentProblem;
import org.andiron.consent.directive.ConsentReader;
import org.andiron.consent.rule.ResourceRef;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.jspecify.annotations.Nullable;

/** Whether a Consent that is written can be computed. */
final class ConsentCheck {

  private static final Set<ConsentState> TO_COME =
      Set.of(ConsentState.DRAFT, ConsentState.PROPOSED);

  private final StoredReferences references;
  private final ZoneId zone;

  /**
   * @param zone in which dates without a time of day are meant
   */
  ConsentCheck(StoredReferences references, ZoneId zone) {
    this.references = references;
    this.zone = zone;
  }

  /** Whether anything is asked of it: it is in force or may come to be, and is about access. */
  static boolean isAsked(Consent consent) {
    return (isInForce(consent) || TO_COME.contains(consent.getStatus()))
        && ConsentReader.isAboutAccess(consent);
  }

  static boolean isInForce(Consent consent) {
    return consent.getStatus() == ConsentState.ACTIVE;
  }

  /**
   * What is to be mended.
   *
   * @param stored whether it has been, in this transaction
   */
  List<ConsentProblem> problems(Consent consent, @Nullable RequestDetails request, boolean stored) {
    return new ConsentReader(
            stored ? references.within(request, patient(consent)) : references.within(request),
            zone)
        .read(consent)
        .problems();
  }

  /** Within a transaction references are resolved when it has been stored. */
  private static Optional<ResourceRef> patient(Consent consent) {
    return Optional.ofNullable(consent.getPatient().getReference())
        .flatMap(ResourceRef::ofRelative)
        .filter(it -> it.type().equals("Patient"));
  }
}
