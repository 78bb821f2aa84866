package org.andiron.security.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.andiron.security.scope.Permission;

/**
 * By which permissions resources exist for a request. A search must not find what may only be read
 * by its id, and an update must not reach what may only be read.
 *
 * @param ofTypes for each of these types all of its permissions are needed
 * @param others one of these is enough for every other type; empty: no other type exists
 * @param closed whether no other type is looked at, so that they need not be kept away
 */
record Sight(Map<String, Set<Permission>> ofTypes, Set<Permission> others, boolean closed) {

  /** Nothing exists. */
  static final Sight NONE = new Sight(Map.of(), Set.of(), false);

  /** Everything exists, and none of it is shown. */
  static final Sight UNRESTRICTED = new Sight(Map.of(), Set.of(), true);

  Sight {
    Map<String, Set<Permission>> copied = new TreeMap<>();
    ofTypes.forEach(
        (type, all) -> copied.put(type, Collections.unmodifiableSet(EnumSet.copyOf(all))));
    ofTypes = Collections.unmodifiableMap(copied);
    others = Set.copyOf(others);
  }
}
