package org.andiron.security.account.scim;

import de.captaingoldfish.scim.sdk.common.exceptions.ForbiddenException;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.andiron.security.account.KnownRoles;
import org.andiron.security.role.RolePolicies;
import org.andiron.security.role.RolePolicy;

/**
 * The roles whose holders watch over all others. Only administrators give them and take them away,
 * and only they change the accounts that have one: else whoever provisions accounts could make
 * itself an administrator, or take the place of one.
 */
final class GuardedRoles {

  private static final Set<String> ALWAYS =
      Set.of(KnownRoles.ADMINISTRATOR, KnownRoles.PRIVACY_OFFICER);

  private final Set<String> names;

  private GuardedRoles(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  /** Those that there always are, and those of the operator's that may administer the server. */
  static GuardedRoles of(RolePolicies policies) {
    Set<String> names =
        policies.of(policies.names()).stream()
            .filter(RolePolicy::allowsAdministration)
            .map(RolePolicy::name)
            .collect(Collectors.toCollection(TreeSet::new));
    names.addAll(ALWAYS);
    return new GuardedRoles(names);
  }

  /**
   * Checks that the caller may give or take a role.
   *
   * @throws ForbiddenException if not
   */
  void requireMayGive(ScimCaller caller, String role) {
    if (!caller.administrator() && names.contains(role)) {
      throw new ForbiddenException(
          "The role " + role + " is given and taken by administrators only.");
    }
  }

  /**
   * Checks that the caller may change an account.
   *
   * @param roles those that it has now
   * @throws ForbiddenException if not
   */
  void requireMayChange(ScimCaller caller, Collection<String> roles) {
    if (!caller.administrator() && !Collections.disjoint(names, roles)) {
      throw new ForbiddenException(
          "An account with one of the roles "
              + String.join(", ", new TreeSet<>(names))
              + " is changed by administrators only.");
    }
  }
}
