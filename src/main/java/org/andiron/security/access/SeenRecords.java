package org.andiron.security.access;

import java.util.List;
import java.util.Optional;
import org.andiron.security.Caller;
import org.andiron.security.KnownUser;
import org.andiron.security.access.AccessDecision.Allowed;
import org.andiron.security.role.RolePolicies;
import org.andiron.security.scope.SmartScopes;
import org.andiron.visibility.Visibility;

/** What a user may see by their roles, before any app is there that could ask. */
public final class SeenRecords {

  private final RolePolicies roles;
  private final PatientsOfUser relations;

  SeenRecords(RolePolicies roles, PatientsOfUser relations) {
    this.roles = roles;
    this.relations = relations;
  }

  /** The resources of a type that exist for the user, as for whoever is signed in here. */
  public Visibility of(KnownUser user, String type) {
    Caller caller =
        new Caller(
            user.name(),
            "",
            user.displayName(),
            user.fhirUser(),
            user.roles(),
            SmartScopes.of("user/" + type + ".rs"),
            Optional.empty(),
            "",
            false);
    AccessDecision decision =
        AccessRules.decide(
            EffectiveRights.of(caller, roles.of(user.roles()), relations),
            WantedAccess.toRead(type));
    return decision instanceof Allowed allowed ? allowed.visibility() : new Visibility(List.of());
  }
}
