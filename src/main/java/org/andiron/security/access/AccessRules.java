package org.andiron.security.access;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.Caller;
import org.andiron.security.access.AccessDecision.Reason;
import org.andiron.security.access.AccessDecision.Refused;
import org.andiron.security.access.WantedAccess.CalledOperation;
import org.andiron.security.role.RolePolicy;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.ResourceTypes;
import org.andiron.security.scope.SmartScope;
import org.andiron.security.scope.SmartScope.Level;

/**
 * Decides whether a request may be carried out, and what exists for it. Nothing is looked up and
 * nothing remembered.
 */
final class AccessRules {

  private static final String CONSENT = "Consent";

  private AccessRules() {}

  static AccessDecision decide(EffectiveRights rights, WantedAccess wanted) {
    Optional<Refused> refused =
        wanted.operation().flatMap(operation -> refusalOf(rights, operation));
    for (Need need : wanted.needs()) {
      refused = refused.isPresent() ? refused : refusalOf(rights, need);
    }
    if (refused.isPresent()) {
      return refused.get();
    }
    return new VisibleParts(rights, wanted.sight()).allowed();
  }

  private static Optional<Refused> refusalOf(EffectiveRights rights, CalledOperation operation) {
    boolean withoutUser = rights.caller().actsForItself();
    if (operation.audience() == Audience.OFFICERS) {
      return refusalOfOfficers(rights, operation);
    }
    if (operation.audience() == Audience.ADMINISTRATORS) {
      SmartScope needed = rights.ofAdministration();
      if (!rights.caller().scopes().covers(needed)) {
        return Optional.of(
            new Refused(
                Reason.SCOPE,
                "$"
                    + operation.name()
                    + " is an operation of administration and needs the scope "
                    + needed.text(),
                Optional.of(needed.text())));
      }
    }
    boolean anyClient = withoutUser && operation.audience() != Audience.NAMED_USERS;
    if (anyClient || rights.policies().stream().anyMatch(it -> allows(it, operation))) {
      return Optional.empty();
    }
    return Optional.of(
        new Refused(
            Reason.ROLE,
            withoutUser
                ? "$" + operation.name() + " is for users, and none stands behind this client"
                : "No role of the user allows the operation $" + operation.name(),
            Optional.empty()));
  }

  private static Optional<Refused> refusalOfOfficers(
      EffectiveRights rights, CalledOperation operation) {
    if (rights.administers()) {
      return Optional.empty();
    }
    if (!rights.caller().actsForItself()
        && rights.policies().stream().anyMatch(it -> allows(it, operation))) {
      return isMet(rights, CONSENT, Set.of(Permission.UPDATE))
          ? Optional.empty()
          : Optional.of(explain(rights, Need.of(CONSENT, Permission.UPDATE)));
    }
    return Optional.of(
        new Refused(
            Reason.ROLE,
            "Only privacy officers and administrators may remove security labels",
            Optional.empty()));
  }

  private static boolean allows(RolePolicy policy, CalledOperation operation) {
    return switch (operation.audience()) {
      case ALL -> true;
      case ROLE -> policy.allowsOperation(operation.name());
      case NAMED, NAMED_USERS, OFFICERS -> policy.operations().contains(operation.name());
      case ADMINISTRATORS -> policy.allowsAdministration();
    };
  }

  private static Optional<Refused> refusalOf(EffectiveRights rights, Need need) {
    boolean met =
        need.whole()
            ? needTypes(need).stream().allMatch(type -> isWhole(rights, type, need.permissions()))
            : needTypes(need).stream().anyMatch(type -> isMet(rights, type, need.permissions()));
    return met ? Optional.empty() : Optional.of(explain(rights, need));
  }

  private static boolean isMet(EffectiveRights rights, String type, Set<Permission> anyOf) {
    return anyOf.stream().anyMatch(permission -> !rights.to(type, permission).isEmpty());
  }

  private static boolean isWhole(EffectiveRights rights, String type, Set<Permission> allOf) {
    return allOf.stream()
        .allMatch(
            permission ->
                rights.to(type, permission).stream().anyMatch(right -> right.isWhole(type)));
  }

  private static Set<String> needTypes(Need need) {
    return need.ofAnyType() ? ResourceTypes.ALL : need.types();
  }

  private static Refused explain(EffectiveRights rights, Need need) {
    Caller caller = rights.caller();
    if (!isInScope(caller, need)) {
      String type = new TreeSet<>(need.types()).first();
      Set<Permission> missing =
          need.whole() ? need.permissions() : Set.of(new TreeSet<>(need.permissions()).first());
      String scope = SmartScope.of(level(caller), type, missing).text();
      return new Refused(
          Reason.SCOPE,
          "The token does not allow this; the scope " + scope + " would",
          Optional.of(scope));
    }
    boolean inRole =
        caller.actsForItself()
            || rights.rights().stream()
                .anyMatch(
                    right ->
                        needTypes(need).stream().anyMatch(right.types()::contains)
                            && need.permissions().stream().anyMatch(right.permissions()::contains));
    return inRole
        ? new Refused(
            Reason.CONTEXT,
            "The token and the roles of the user allow this for no patient of this user and this"
                + " context"
                + (need.whole() ? "; it needs a right to the records of all patients" : ""),
            Optional.empty())
        : new Refused(
            Reason.ROLE, "The token allows this, but no role of the user does", Optional.empty());
  }

  private static boolean isInScope(Caller caller, Need need) {
    return caller.scopes().resourceScopes().stream()
        .anyMatch(
            scope ->
                (scope.level() == Level.SYSTEM) == caller.actsForItself()
                    && (need.ofAnyType() || need.types().stream().anyMatch(scope::isFor))
                    && (!need.whole() || scope.isFor(new TreeSet<>(need.types()).first()))
                    && need.permissions().stream().anyMatch(scope.permissions()::contains));
  }

  private static Level level(Caller caller) {
    if (caller.actsForItself()) {
      return Level.SYSTEM;
    }
    return caller.patient().isPresent() ? Level.PATIENT : Level.USER;
  }
}
