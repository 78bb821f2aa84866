package org.andiron.consent.decision;

import java.util.List;

/** May it be done? */
public sealed interface ConsentDecision {

  /**
   * Identifies how consents and policies are combined; a change of the outcome for any input
   * changes it. Audit records have it.
   */
  String ALGORITHM = "andiron-consent-2";

  /** Why. */
  Grounds grounds();

  /** Whether it may be done at all. */
  default boolean permits() {
    return !(this instanceof Deny);
  }

  /** It may. */
  record Permit(Grounds grounds) implements ConsentDecision {}

  /** It may, if something is done too. */
  record PermitWithObligations(Grounds grounds, List<Obligation> obligations)
      implements ConsentDecision {
    public PermitWithObligations {
      obligations = List.copyOf(obligations);
    }
  }

  /**
   * It may not.
   *
   * @param breakGlassWouldHelp whether the caller is one who could see it by breaking the glass,
   *     and may be told so
   */
  record Deny(Grounds grounds, boolean breakGlassWouldHelp) implements ConsentDecision {}
}
