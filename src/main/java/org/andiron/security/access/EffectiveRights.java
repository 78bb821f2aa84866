package org.andiron.security.access;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.andiron.security.Caller;
import org.andiron.security.role.PatientReach;
import org.andiron.security.role.RolePolicy;
import org.andiron.security.role.RoleRight;
import org.andiron.security.scope.GranularQuery;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.security.scope.SmartScope;
import org.andiron.security.scope.SmartScope.Level;

/**
 * The rights of a caller: for each scope and each right of a role what both allow, for the patients
 * of the context.
 *
 * @param caller whose rights
 * @param policies of the caller's roles
 * @param rights one that allows is enough
 */
record EffectiveRights(Caller caller, List<RolePolicy> policies, List<EffectiveRight> rights) {

  EffectiveRights {
    policies = List.copyOf(policies);
    rights = List.copyOf(rights);
  }

  static EffectiveRights of(Caller caller, List<RolePolicy> policies, PatientsOfUser patients) {
    return of(caller, policies, patients, it -> !it.deidentified());
  }

  /** The rights of a caller who exports: those to resources without what identifies people, too. */
  static EffectiveRights toExport(
      Caller caller, List<RolePolicy> policies, PatientsOfUser patients) {
    return of(caller, policies, patients, it -> true);
  }

  private static EffectiveRights of(
      Caller caller,
      List<RolePolicy> policies,
      PatientsOfUser patients,
      Predicate<RoleRight> counts) {
    List<EffectiveRight> rights = new ArrayList<>();
    for (SmartScope scope : caller.scopes().resourceScopes()) {
      if ((scope.level() == Level.SYSTEM) == caller.actsForItself()) {
        rights.addAll(of(scope, caller, policies, patients, counts));
      }
    }
    return new EffectiveRights(caller, policies, rights);
  }

  /** Whether what this caller exports must be without what identifies people. */
  boolean onlyDeidentified() {
    return !caller.actsForItself()
        && policies.stream().flatMap(it -> it.rights().stream()).anyMatch(RoleRight::deidentified);
  }

  private static List<EffectiveRight> of(
      SmartScope scope,
      Caller caller,
      List<RolePolicy> policies,
      PatientsOfUser patients,
      Predicate<RoleRight> counts) {
    boolean ofAllTypes = scope.type().equals(SmartScope.ALL_TYPES);
    Set<String> types = ofAllTypes ? ResourceTypes.ALL : Set.of(scope.type());
    if (scope.level() == Level.SYSTEM) {
      return List.of(
          new EffectiveRight(types, scope.permissions(), Optional.empty(), scope.query()));
    }
    List<EffectiveRight> rights = new ArrayList<>();
    for (RolePolicy policy : policies) {
      for (RoleRight right : policy.rights()) {
        Set<String> commonTypes =
            ofAllTypes ? right.types() : right.types().contains(scope.type()) ? types : Set.of();
        Set<Permission> permissions = EnumSet.copyOf(scope.permissions());
        permissions.retainAll(right.permissions());
        if (counts.test(right) && !commonTypes.isEmpty() && !permissions.isEmpty()) {
          Optional<Set<String>> reached = reached(right.patients(), caller, patients);
          if (scope.level() == Level.PATIENT) {
            reached = inContext(reached, caller);
          }
          rights.add(new EffectiveRight(commonTypes, permissions, reached, scope.query()));
        }
      }
    }
    return rights;
  }

  private static Optional<Set<String>> reached(
      PatientReach reach, Caller caller, PatientsOfUser patients) {
    return switch (reach) {
      case ANY -> Optional.empty();
      case OWN ->
          Optional.of(
              caller
                  .fhirUser()
                  .filter(it -> it.startsWith("Patient/"))
                  .map(it -> Set.of(it.substring("Patient/".length())))
                  .orElse(Set.of()));
      case RELATED -> Optional.of(patients.related(caller));
      case CARE_TEAM -> Optional.of(patients.cared(caller));
      case NONE -> Optional.of(Set.of());
    };
  }

  private static Optional<Set<String>> inContext(Optional<Set<String>> reached, Caller caller) {
    Set<String> context = caller.patient().map(Set::of).orElse(Set.of());
    if (reached.isEmpty()) {
      return Optional.of(context);
    }
    Set<String> common = new TreeSet<>(context);
    common.retainAll(reached.get());
    return Optional.of(common);
  }

  /** Whether the caller administers this server, with a token for everything. */
  boolean administers() {
    return caller.scopes().covers(ofAdministration())
        && (caller.actsForItself() || policies.stream().anyMatch(RolePolicy::allowsAdministration));
  }

  /** The scope that administration needs. */
  SmartScope ofAdministration() {
    return SmartScope.of(
        caller.actsForItself() ? Level.SYSTEM : Level.USER, SmartScope.ALL_TYPES, Permission.all());
  }

  /** Rights to a type, by one permission. */
  List<EffectiveRight> to(String type, Permission permission) {
    return rights.stream()
        .filter(it -> it.permissions().contains(permission) && it.reaches(type))
        .toList();
  }

  /** The query of a right, as visibility wants it. */
  static Optional<String> criteria(GranularQuery query) {
    return query.isEmpty() ? Optional.empty() : Optional.of(query.text());
  }
}
