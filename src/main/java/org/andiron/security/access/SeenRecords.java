package org.andiron.security.access;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Optional;
import org.andiron.security.Caller;
import org.andiron.security.KnownUser;
import org.andiron.security.Readers;
import org.andiron.security.access.AccessDecision.Allowed;
import org.andiron.security.role.RolePolicies;
import org.andiron.security.scope.SmartScopes;
import org.andiron.visibility.Visibility;
import org.andiron.visibility.VisibilityOfRequest;

/** What a user may see by their roles, before any app is there that could ask. */
public final class SeenRecords {

  private final RolePolicies roles;
  private final PatientsOfUser relations;
  private final Readers readers;

  SeenRecords(RolePolicies roles, PatientsOfUser relations, Readers readers) {
    this.roles = roles;
    this.relations = relations;
    this.readers = readers;
  }

  /**
   * Lets the resources of a type exist for a request that exist for the user, as for whoever is
   * signed in here.
   */
  public void show(KnownUser user, String type, RequestDetails request) {
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
    VisibilityOfRequest.set(
        request,
        decision instanceof Allowed allowed ? allowed.visibility() : new Visibility(List.of()));
    VisibilityOfRequest.setReader(request, readers.of(caller));
  }
}
