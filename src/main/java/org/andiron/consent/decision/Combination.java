package org.andiron.consent.decision;

import org.andiron.consent.rule.ProvisionType;

/**
 * The steps by which all that is to say of a request for a resource, as part of one patient's
 * record, comes to one decision. Who breaks the glass is not looked at: only whether it would help.
 */
public interface Combination {

  /** Whether a legal policy forbids it. */
  boolean isForbidden();

  /** Whether a legal policy without emergency exception forbids it. */
  boolean isForbiddenInEmergency();

  /** Whether it is the patient who asks. */
  boolean isOwnRecord();

  /** Whether whoever asks sees to it that consents are kept, and needs it for that. */
  boolean isGovernance();

  /** The strongest that any of the patient's consents says. */
  Effect strongestOfConsents();

  /** Whether the organisation's policy permits it. */
  boolean isPermittedImplicitly();

  /** Whether the organisation's policy lets anybody break the glass. */
  boolean isGlassAllowed();

  /** The step that decides. */
  default DecidingRule decidingRule() {
    if (isForbidden()) {
      return DecidingRule.LEGAL_POLICY;
    }
    if (isOwnRecord()) {
      return DecidingRule.OWN_RECORD;
    }
    if (isGovernance()) {
      return DecidingRule.GOVERNANCE;
    }
    return switch (strongestOfConsents()) {
      case DENY -> DecidingRule.CONSENT_DENIES;
      case PERMIT -> DecidingRule.CONSENT_PERMITS;
      case NOTHING_BUT -> DecidingRule.CONSENT_PERMITS_OTHER;
      case NONE ->
          isPermittedImplicitly()
              ? DecidingRule.IMPLICIT_POLICY_PERMITS
              : DecidingRule.IMPLICIT_POLICY_DENIES;
    };
  }

  /**
   * Whether a denial yields to who breaks the glass. Where the organisation's policy excludes
   * breaking the glass, it does so for what consents deny too: otherwise a patient who denies would
   * be seen by those who do not see one who says nothing.
   *
   * @param denying the step that denied
   */
  default boolean yieldsToGlass(DecidingRule denying) {
    return isGlassAllowed() && !(denying == DecidingRule.LEGAL_POLICY && isForbiddenInEmergency());
  }

  /**
   * What a consent says that has an effect at all.
   *
   * @param said by its provisions
   * @param root the type of the outermost
   * @param permissionCounts whether what it permits counts
   */
  static Effect ofConsent(Effect said, ProvisionType root, boolean permissionCounts) {
    if (said == Effect.PERMIT && !permissionCounts) {
      return Effect.NONE;
    }
    return said == Effect.NONE && root == ProvisionType.PERMIT ? Effect.NOTHING_BUT : said;
  }
}
