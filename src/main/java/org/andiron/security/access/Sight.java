package org.andiron.security.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.andiron.security.scope.Permission;

/**
 * By which permissions resources exist for a request. A search must not find what may only be read
 * by its id, and an update must not reach what may only be read.
 *
 * @param ofTypes for each of these types all of its permissions are needed
 * @param others one of these is enough for every other type; empty: no other type exists
 * @param beside which of the other types are looked at, so that the rest need not be kept away;
 *     absent if that is not known
 */
record Sight(
    Map<String, Set<Permission>> ofTypes, Set<Permission> others, Optional<Set<String>> beside) {

  /** Nothing exists. */
  static final Sight NONE = new Sight(Map.of(), Set.of(), Optional.empty());

  /** Everything exists, and none of it is shown. */
  static final Sight UNRESTRICTED = new Sight(Map.of(), Set.of(), Optional.of(Set.of()));

  Sight {
    Map<String, Set<Permission>> copied = new TreeMap<>();
    ofTypes.forEach(
        (type, all) -> copied.put(type, Collections.unmodifiableSet(EnumSet.copyOf(all))));
    ofTypes = Collections.unmodifiableMap(copied);
    others = Set.copyOf(others);
    beside = beside.map(Set::copyOf);
  }

  /**
   * Of some types, and either of no other or of nobody knows which.
   *
   * @param closed whether no other type is looked at
   */
  static Sight of(Map<String, Set<Permission>> ofTypes, Set<Permission> others, boolean closed) {
    return new Sight(ofTypes, others, closed ? Optional.of(Set.of()) : Optional.empty());
  }

  /** All types that are looked at; absent if that is not known. */
  Optional<Set<String>> reached() {
    return beside.map(
        others -> {
          Set<String> all = new TreeSet<>(others);
          all.addAll(ofTypes.keySet());
          return all;
        });
  }
}
