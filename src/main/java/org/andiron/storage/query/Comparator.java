package org.andiron.storage.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a value of a resource, which is a range, is compared with the one searched.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#prefix">Prefixes</a>
 */
public enum Comparator {
  EQ,
  NE,
  GT,
  LT,
  GE,
  LE,
  SA,
  EB,
  AP,
  /** Overlaps; only a filter can say so. */
  PO;

  static Optional<Comparator> ofPrefix(String prefix) {
    return Arrays.stream(values()).filter(it -> it != PO && it.code().equals(prefix)).findFirst();
  }

  static String prefixes() {
    return Arrays.stream(values())
        .filter(it -> it != PO)
        .map(Comparator::code)
        .collect(Collectors.joining(", "));
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
