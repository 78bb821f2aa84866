package org.andiron.storage.query;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The search parameters that all types have beside their own ones.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#all">Parameters for all resources</a>
 */
public final class CommonParameters {

  /** Those that a search of one type can have; each may be a criterion of a conditional write. */
  public static final Set<String> OF_ONE_TYPE =
      Set.of(
          "_content",
          "_filter",
          "_has",
          "_id",
          "_lastUpdated",
          "_list",
          "_profile",
          "_security",
          "_source",
          "_tag",
          "_text");

  /** These, and the one that a search of several types can have. */
  static final Set<String> ALL =
      Stream.concat(OF_ONE_TYPE.stream(), Stream.of("_type"))
          .collect(Collectors.toUnmodifiableSet());

  private CommonParameters() {}

  /** Whether a search has the parameter, whatever its types. */
  static boolean contains(String code) {
    return ALL.contains(code);
  }
}
