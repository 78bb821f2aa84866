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
 * @param deidentified whether only without what identifies people: by an export
 */
public record RoleRight(
    PatientReach patients, Set<String> types, Set<Permission> permissions, boolean deidentified) {

  public RoleRight {
    types = Set.copyOf(types);
    permissions = Collections.unmodifiableSet(EnumSet.copyOf(permissions));
  }

  /** A right to the resources as they are. */
  public RoleRight(PatientReach patients, Set<String> types, Set<Permission> permissions) {
    this(patients, types, permissions, false);
  }
}
