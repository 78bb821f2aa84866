package org.andiron.security.deidentification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which elements of which resource types are kept. */
final class SafeElements {

  private static final String FILE = "/deidentification/safe-harbor.txt";

  private final Map<String, Set<String>> pathsByType = new HashMap<>();

  private SafeElements() {}

  /** Reads the list that the server brings along. */
  static SafeElements load() {
    try (InputStream file = SafeElements.class.getResourceAsStream(FILE)) {
      return of(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A list, with a type, a colon and paths in each line. */
  static SafeElements of(String list) {
    SafeElements elements = new SafeElements();
    for (String line : list.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int colon = line.indexOf(':');
        elements.add(line.substring(0, colon), line.substring(colon + 1).strip().split(" +"));
      }
    }
    return elements;
  }

  private void add(String type, String[] paths) {
    Set<String> known = pathsByType.computeIfAbsent(type, it -> new HashSet<>());
    for (String path : paths) {
      known.add(path);
    }
  }

  /** Types of which anything is kept. */
  Set<String> types() {
    return Set.copyOf(pathsByType.keySet());
  }

  /** Paths of a type, without the type. */
  Set<String> paths(String type) {
    return Set.copyOf(pathsByType.getOrDefault(type, Set.of()));
  }

  /** Whether the value of an element is kept. */
  boolean includes(String type, String path) {
    return pathsByType.getOrDefault(type, Set.of()).contains(path);
  }

  /** Whether something inside an element is kept. */
  boolean includesPartsOf(String type, String path) {
    return pathsByType.getOrDefault(type, Set.of()).stream()
        .anyMatch(it -> it.startsWith(path + "."));
  }
}
