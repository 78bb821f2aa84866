package org.andiron.security.access;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.scope.GranularQuery;
import org.andiron.security.scope.Permission;
import org.andiron.visibility.SharedTypes;

/**
 * What a scope, a role and the context allow together.
 *
 * @param types names of resource types
 * @param permissions what may be done with them
 * @param patients ids of the patients whom they must be about; empty Optional: anybody or nobody
 * @param query what they must match besides
 */
record EffectiveRight(
    Set<String> types,
    Set<Permission> permissions,
    Optional<Set<String>> patients,
    GranularQuery query) {

  EffectiveRight {
    types = Set.copyOf(types);
    patients = patients.map(Set::copyOf);
    if (patients.isPresent() && SharedTypes.ALL.containsAll(types)) {
      patients = Optional.empty();
    }
  }

  /** Whether there can be a resource of the type to which it is a right. */
  boolean reaches(String type) {
    return types.contains(type)
        && (patients.map(it -> !it.isEmpty()).orElse(true) || SharedTypes.ALL.contains(type));
  }

  /** Whether it is a right to each resource of the type. */
  boolean isWhole(String type) {
    return types.contains(type) && patients.isEmpty() && query.isEmpty();
  }

  /** Whether each resource of the type exists by it: no patient binds a right to a shared type. */
  boolean showsAll(String type) {
    return isWhole(type)
        || types.contains(type) && query.isEmpty() && SharedTypes.ALL.contains(type);
  }

  /** The right to a type that this one and another give together; none if they exclude another. */
  Optional<EffectiveRight> and(EffectiveRight other, String type) {
    if (!reaches(type) || !other.reaches(type)) {
      return Optional.empty();
    }
    Optional<Set<String>> both = patients.isEmpty() ? other.patients : patients;
    if (patients.isPresent() && other.patients.isPresent()) {
      Set<String> common = new TreeSet<>(patients.get());
      common.retainAll(other.patients.get());
      both = Optional.of(common);
    }
    Set<Permission> permitted = new TreeSet<>(permissions);
    permitted.addAll(other.permissions);
    return Optional.of(new EffectiveRight(Set.of(type), permitted, both, query.and(other.query)));
  }
}
