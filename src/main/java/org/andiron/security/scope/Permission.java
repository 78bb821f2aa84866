package org.andiron.security.scope;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a scope lets do with resources, in the order in which a scope must name them.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html#scopes-for-requesting-fhir-resources">Scopes
 *     for requesting FHIR Resources</a>
 */
public enum Permission {
  /** Create on a type. */
  CREATE('c'),
  /** Read, vread, and history of one resource. */
  READ('r'),
  /** Update, also one that creates, and patch. */
  UPDATE('u'),
  /** Delete. */
  DELETE('d'),
  /** Search, and history of a type or of all. */
  SEARCH('s');

  private final char letter;

  Permission(char letter) {
    this.letter = letter;
  }

  /** All that there are. */
  public static Set<Permission> all() {
    return Collections.unmodifiableSet(EnumSet.allOf(Permission.class));
  }

  /**
   * Reads letters such as {@code rs}.
   *
   * @return empty if there is none, one is unknown, comes twice, or stands before one that must
   *     precede it
   */
  public static Optional<Set<Permission>> parse(String letters) {
    Set<Permission> read = EnumSet.noneOf(Permission.class);
    int from = 0;
    for (int i = 0; i < letters.length(); i++) {
      int at = from;
      while (at < values().length && values()[at].letter != letters.charAt(i)) {
        at++;
      }
      if (at == values().length) {
        return Optional.empty();
      }
      read.add(values()[at]);
      from = at + 1;
    }
    return read.isEmpty() ? Optional.empty() : Optional.of(Collections.unmodifiableSet(read));
  }

  /** The letters in their order. */
  public static String letters(Collection<Permission> permissions) {
    return permissions.stream()
        .sorted()
        .map(it -> String.valueOf(it.letter))
        .collect(Collectors.joining());
  }
}
