package org.andiron.security.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.Caller;
import org.andiron.security.role.PatientReach;
import org.andiron.security.role.RolePolicy;
import org.andiron.security.role.RoleRight;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.security.scope.SmartScopes;

/** Callers with the rights that a test gives them. */
final class Callers {

  private Callers() {}

  static final PatientsOfUser NOBODY = patients(Set.of(), Set.of());

  static PatientsOfUser patients(Set<String> related, Set<String> cared) {
    return new PatientsOfUser() {
      @Override
      public Set<String> related(Caller caller) {
        return related;
      }

      @Override
      public Set<String> cared(Caller caller) {
        return cared;
      }
    };
  }

  static Caller user(String scopes, Optional<String> patient, String fhirUser) {
    return new Caller(
        "alice",
        "app",
        "Alice",
        Optional.of(fhirUser),
        Set.of("role"),
        SmartScopes.of(scopes),
        patient,
        "t1",
        false);
  }

  static Caller backend(String scopes) {
    return new Caller(
        "app",
        "app",
        "App",
        Optional.empty(),
        Set.of(),
        SmartScopes.of(scopes),
        Optional.empty(),
        "t2",
        false);
  }

  /** A role that may do everything for these patients. */
  static RolePolicy everythingFor(PatientReach patients) {
    return role(new RoleRight(patients, ResourceTypes.ALL, Permission.all()));
  }

  static RolePolicy role(RoleRight... rights) {
    return new RolePolicy("role", "Role", List.of(rights), Set.of("*"));
  }

  static EffectiveRights rights(Caller caller, RolePolicy... policies) {
    return EffectiveRights.of(caller, List.of(policies), NOBODY);
  }
}
