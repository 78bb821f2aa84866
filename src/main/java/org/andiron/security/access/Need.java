package org.andiron.security.access;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.SmartScope;

/**
 * A right without which a request is refused.
 *
 * @param types a right to one of these resource types is enough; {@link SmartScope#ALL_TYPES}
 *     alone: to any at all, or to every one if it must be whole
 * @param permissions one of these is enough; all of them, if it must be whole
 * @param whole whether the right must be to each resource of the type, whoever it is about
 */
record Need(Set<String> types, Set<Permission> permissions, boolean whole) {

  private static final Set<String> ANY = Set.of(SmartScope.ALL_TYPES);

  Need {
    types = Set.copyOf(types);
    permissions = Collections.unmodifiableSet(EnumSet.copyOf(permissions));
  }

  /** One of the permissions for the type. */
  static Need of(String type, Permission... anyOf) {
    return new Need(Set.of(type), Set.copyOf(Arrays.asList(anyOf)), false);
  }

  /** One of the permissions for one of the types. */
  static Need ofOne(Set<String> types, Permission... anyOf) {
    return new Need(types, Set.copyOf(Arrays.asList(anyOf)), false);
  }

  /** One of the permissions for any type. */
  static Need ofAny(Permission... anyOf) {
    return new Need(ANY, Set.copyOf(Arrays.asList(anyOf)), false);
  }

  /** All of the permissions for all resources of a type. */
  static Need ofAll(String type, Permission... allOf) {
    return new Need(Set.of(type), Set.copyOf(Arrays.asList(allOf)), true);
  }

  boolean ofAnyType() {
    return types.equals(ANY);
  }
}
