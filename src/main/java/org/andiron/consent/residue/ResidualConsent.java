package org.andiron.consent.residue;

import org.andiron.consent.decision.Combination;
import org.andiron.consent.decision.Effect;
import org.andiron.consent.decision.ProvisionTree;
import org.andiron.consent.decision.RequestMatch;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.TimeRange;

/**
 * What remains of a consent.
 *
 * @param permissionCounts whether it need not be verified, or is
 * @param during when it has an effect, which says also when another takes its place
 * @param root without its period
 */
record ResidualConsent(ConsentScope scope, boolean permissionCounts, TimeSet during, Branch root) {

  /**
   * It is in what it says of requests that consents are alike, not in what they could have said.
   */
  ResidualConsent {
    permissionCounts = permissionCounts || !root.mayBring(ProvisionType.PERMIT);
  }

  ResidualConsent orDuring(ResidualConsent other) {
    return new ResidualConsent(scope, permissionCounts, during.or(other.during), root);
  }

  Effect effect(RequestMatch request, ProvisionTree tree) {
    if (!request.isAbout(scope) || !isInForce(request)) {
      return Effect.NONE;
    }
    return Combination.ofConsent(
        tree.effect(root.provision()),
        root.type(),
        permissionCounts && request.mayBePermittedBy(scope));
  }

  private boolean isInForce(RequestMatch request) {
    for (TimeRange range : during.ranges()) {
      if (request.isDuring(range)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it has no effect on any request. */
  boolean isSilent() {
    return during.isNever()
        || (root.type() == ProvisionType.DENY
            ? !root.mayBring(ProvisionType.DENY) && !mayPermit()
            : root.isConstant() && !permissionCounts);
  }

  boolean mayDeny() {
    return root.mayBring(ProvisionType.DENY);
  }

  boolean mayPermit() {
    return permissionCounts && root.mayBring(ProvisionType.PERMIT);
  }

  /** Whether it says something of every request. */
  boolean isNeverSilent() {
    return isOfAllRequests() && permissionCounts && root.type() == ProvisionType.PERMIT;
  }

  /** Whether it has the same effect on all requests. */
  boolean isAlways(Effect effect) {
    return isOfAllRequests()
        && switch (effect) {
          case DENY -> root.isConstant() && root.type() == ProvisionType.DENY;
          case PERMIT ->
              root.isConstant() && root.type() == ProvisionType.PERMIT && permissionCounts;
          case NOTHING_BUT -> permitsNothing();
          case NONE -> false;
        };
  }

  /** Whether all it says is that nothing but something else is permitted. */
  boolean permitsNothing() {
    return root.isLeaf()
        && root.type() == ProvisionType.PERMIT
        && root.criteria().contains(Branch.NEVER);
  }

  private boolean isOfAllRequests() {
    return scope == ConsentScope.PATIENT_PRIVACY && during.isAlways();
  }
}
