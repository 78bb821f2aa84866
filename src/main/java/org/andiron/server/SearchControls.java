package org.andiron.server;

import java.util.Set;

/**
 * The parameters of a search or conditional request that say how to answer or delete, and choose no
 * resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#Summary">Search result parameters</a>
 */
public final class SearchControls {

  private static final Set<String> NAMES =
      Set.of(
          "_cascade",
          "_contained",
          "_containedType",
          "_count",
          "_elements",
          "_expunge",
          "_format",
          "_include",
          "_includeDeleted",
          "_offset",
          "_pretty",
          "_revinclude",
          "_sort",
          "_summary",
          "_total");

  private SearchControls() {}

  /** Whether the name, with or without a modifier, is that of such a parameter. */
  public static boolean contains(String name) {
    return NAMES.contains(name.replaceAll("[:.].*", ""));
  }
}
