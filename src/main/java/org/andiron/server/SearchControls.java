package org.andiron.server;

import java.util.Set;

/**
 * The parameters of a search or conditional request that say how to answer or delete, and choose no
 * resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#Summary">Search result parameters</a>
 */
public final class SearchControls {

  /** Those that say how to answer a search, without modifiers. */
  public static final Set<String> OF_ANSWERS =
      Set.of(
          "_contained",
          "_containedType",
          "_count",
          "_elements",
          "_format",
          "_include",
          "_offset",
          "_pretty",
          "_revinclude",
          "_sort",
          "_summary",
          "_total");

  private static final Set<String> OTHERS = Set.of("_cascade", "_expunge", "_includeDeleted");

  private SearchControls() {}

  /** Whether the name, with or without a modifier, is that of such a parameter. */
  public static boolean contains(String name) {
    String bare = name.replaceAll("[:.].*", "");
    return OF_ANSWERS.contains(bare) || OTHERS.contains(bare);
  }
}
