package org.andiron.security.scope;

import static org.andiron.security.scope.Permission.CREATE;
import static org.andiron.security.scope.Permission.DELETE;
import static org.andiron.security.scope.Permission.READ;
import static org.andiron.security.scope.Permission.SEARCH;
import static org.andiron.security.scope.Permission.UPDATE;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words that SMART App Launch 1 has for permissions, with what version 2 says they mean. */
final class VersionOne {

  private static final Map<String, Set<Permission>> WORDS =
      Map.of(
          "read", Set.of(READ, SEARCH),
          "write", Set.of(CREATE, UPDATE, DELETE),
          "*", Permission.all());

  private VersionOne() {}

  static Optional<Set<Permission>> permissions(String word) {
    return Optional.ofNullable(WORDS.get(word));
  }

  static Optional<String> word(Set<Permission> permissions) {
    return WORDS.entrySet().stream()
        .filter(it -> it.getValue().equals(permissions))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
