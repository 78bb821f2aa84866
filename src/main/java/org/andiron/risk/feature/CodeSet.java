package org.andiron.risk.feature;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Codes that mean the same for a feature.
 *
 * @param name by which definitions refer to it
 * @param codes by code system
 * @param prefixes by code system, in which all codes that begin with one of them belong to the set;
 *     for the classifications ICD-10 and ICD-10-CM, with or without the point
 */
public record CodeSet(
    String name, Map<String, Set<String>> codes, Map<String, Set<String>> prefixes) {

  /** A set without codes. */
  static final CodeSet NONE = new CodeSet("", Map.of(), Map.of());

  public CodeSet {
    codes = copyOf(codes);
    prefixes = copyOf(prefixes);
  }

  /** Whether a code is in the set. */
  public boolean contains(String system, String code) {
    if (codes.getOrDefault(system, Set.of()).contains(code)) {
      return true;
    }
    Set<String> beginnings = prefixes.getOrDefault(system, Set.of());
    if (beginnings.isEmpty()) {
      return false;
    }
    String plain = withoutPoint(code);
    return beginnings.stream().anyMatch(beginning -> plain.startsWith(withoutPoint(beginning)));
  }

  boolean isEmpty() {
    return codes.isEmpty() && prefixes.isEmpty();
  }

  /** As classifications are compared: {@code e11.9} and {@code E119} are the same. */
  static String withoutPoint(String code) {
    return code.replace(".", "").toUpperCase(Locale.ROOT);
  }

  private static Map<String, Set<String>> copyOf(Map<String, Set<String>> bySystem) {
    Map<String, Set<String>> copy = new LinkedHashMap<>();
    bySystem.forEach((system, codes) -> copy.put(system, Set.copyOf(codes)));
    return Map.copyOf(copy);
  }
}
