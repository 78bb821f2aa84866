package org.andiron.security.role;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.andiron.security.scope.Permission;

/**
 * A right of a role.
 *
 * @param patients whose records
 * @param types names of resource types
 * @param permissions what may be done with them
 */
public record RoleRight(PatientReach patients, Set<String> types, Set<Permission> permissions) {

  public RoleRight {
    types = Set.copyOf(types);
    permissions = Collections.unmodifiableSet(EnumSet.copyOf(permissions));
  }
}
