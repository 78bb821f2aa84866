package org.andiron.security.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.Caller;
import org.andiron.security.Sights;
import org.andiron.security.access.AccessDecision.Allowed;
import org.andiron.security.role.RolePolicies;
import org.andiron.security.scope.Permission;
import org.andiron.visibility.Visibility;

/** What exists for what a caller does, by the rights that the caller has now. */
final class CallerSights implements Sights {

  private final RolePolicies roles;
  private final PatientsOfUser relations;

  CallerSights(RolePolicies roles, PatientsOfUser relations) {
    this.roles = roles;
    this.relations = relations;
  }

  @Override
  public Optional<Visibility> searching(Caller caller, String type) {
    return visibility(
        caller,
        WantedAccess.of(
            List.of(Need.of(type, Permission.SEARCH)),
            Sight.of(Map.of(type, Set.of(Permission.SEARCH)), Set.of(), true)));
  }

  @Override
  public Optional<Visibility> calling(Caller caller, String operation, String type) {
    OperationRule rule =
        OperationClassification.of(operation, OperationLevel.INSTANCE, type)
            .orElseThrow(() -> new IllegalArgumentException("no operation " + operation));
    return visibility(
        caller, rule.wanted(new OperationCall(operation, OperationLevel.INSTANCE, type, Map.of())));
  }

  private Optional<Visibility> visibility(Caller caller, WantedAccess wanted) {
    return AccessRules.decide(
                EffectiveRights.of(caller, roles.of(caller.roles()), relations), wanted)
            instanceof Allowed allowed
        ? Optional.of(allowed.visibility())
        : Optional.empty();
  }
}
