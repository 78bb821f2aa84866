package org.andiron.security.access;

import java.util.Optional;
import org.andiron.security.Caller;
import org.andiron.security.access.AccessDecision.Allowed;
import org.andiron.security.role.RolePolicies;
import org.andiron.visibility.Visibility;

/** Of what a Subscription may tell its owner, by the rights that the owner has now. */
public final class ToldVisibility {

  private final RolePolicies roles;
  private final PatientsOfUser relations;

  ToldVisibility(RolePolicies roles, PatientsOfUser relations) {
    this.roles = roles;
    this.relations = relations;
  }

  /**
   * What exists for the owner of all that matches.
   *
   * @param gathers whether it sends what another search finds
   * @return nothing if the owner has no right to any of it
   */
  public Optional<Visibility> of(Caller owner, String criteria, boolean gathers) {
    EffectiveRights rights = EffectiveRights.of(owner, roles.of(owner.roles()), relations);
    AccessDecision decision = AccessRules.decide(rights, Subscribed.of(criteria, gathers).wanted());
    return decision instanceof Allowed allowed
        ? Optional.of(allowed.visibility())
        : Optional.empty();
  }
}
