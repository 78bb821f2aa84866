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
    return rule.permits();
  }
}
