package org.andiron.consent.consult;

import java.util.Optional;
import java.util.Set;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.DecidingProvision;
import org.andiron.consent.decision.DecidingRule;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;

/**
 * What is answered, in the words of LEAP.
 *
 * @param basedOn the Consent that decided, the first of several
 * @param redacted data with any of these codes must be left out
 * @param exceptAnyOf data must be left out but those with any of these codes; empty if there is no
 *     such obligation
 */
record ConsultDecision(
    Outcome outcome, Optional<ResourceRef> basedOn, Set<Code> redacted, Set<Code> exceptAnyOf) {

  /** Whether the patient consents. */
  enum Outcome {
    CONSENT_PERMIT("There is a patient consent permitting this action.", "info"),
    CONSENT_DENY("There is a patient consent denying this action.", "critical"),
    NO_CONSENT("No applicable consent was found.", "warning");

    private final String detail;
    private final String indicator;

    Outcome(String detail, String indicator) {
      this.detail = detail;
      this.indicator = indicator;
    }

    String detail() {
      return detail;
    }

    String indicator() {
      return indicator;
    }
  }

  /** Nobody says anything. */
  static final ConsultDecision NONE =
      new ConsultDecision(Outcome.NO_CONSENT, Optional.empty(), Set.of(), Set.of());

  /** Whether a consent or law decided, not what the organisation has chosen for want of these. */
  static boolean isDecidedByConsent(ConsentDecision decision) {
    DecidingRule rule = decision.grounds().rule();
    return rule != DecidingRule.IMPLICIT_POLICY_DENIES
        && rule != DecidingRule.IMPLICIT_POLICY_PERMITS;
  }

  /** The Consent that decided, the first of several. */
  static Optional<ResourceRef> basedOn(ConsentDecision decision) {
    return decision.grounds().provisions().stream()
        .map(DecidingProvision::source)
        .flatMap(it -> ResourceRef.ofRelative(it).stream())
        .findFirst();
  }
}
