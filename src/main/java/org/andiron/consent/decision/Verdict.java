package org.andiron.consent.decision;

import java.util.List;

/**
 * The decision for one patient.
 *
 * @param breakGlassWouldHelp of one that denies
 * @param obligations of one that permits
 */
record Verdict(
    DecidingRule rule,
    List<DecidingProvision> provisions,
    boolean breakGlassWouldHelp,
    List<Obligation> obligations) {

  boolean permits() {
    return switch (rule) {
      case LEGAL_POLICY, CONSENT_DENIES, CONSENT_PERMITS_OTHER, IMPLICIT_POLICY_DENIES -> false;
      case BREAK_GLASS, CONSENT_PERMITS, IMPLICIT_POLICY_PERMITS, NO_PATIENT -> true;
    };
  }
}
