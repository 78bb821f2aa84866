package org.andiron.security.access;

import java.util.List;
import java.util.Optional;
import org.andiron.security.Caller;
import org.andiron.security.KnownUser;
import org.andiron.security.access.AccessDecision.Allowed;
import org.andiron.security.role.RolePolicies;
import org.andiron.security.scope.SmartScopes;
import org.andiron.visibility.Visibility;

/** The patients whom a user may see by their roles, before any app is there that could ask. */
public final class SeenPatients {

  /** The right to see patients, of whoever is signed in at this server itself. */
  private static final SmartScopes SCOPES = SmartScopes.of("user/Patient.rs");

  private final RolePolicies roles;
  private final PatientsOfUser relations;

  SeenPatients(RolePolicies roles, PatientsOfUser relations) {
    this.roles = roles;
    this.relations = relations;
  }

  /** The resources of type Patient that exist for the user. */
  public Visibility of(KnownUser user) {
    Caller caller =
        new Caller(
            user.name(),
            "",
            user.displayName(),
            user.fhirUser(),
            user.roles(),
            SCOPES,
            Optional.empty(),
            "",
            false);
    AccessDecision decision =
        AccessRules.decide(
            EffectiveRights.of(caller, roles.of(user.roles()), relations),
            WantedAccess.toRead("Patient"));
    return decision instanceof Allowed allowed ? allowed.visibility() : new Visibility(List.of());
  }
}
