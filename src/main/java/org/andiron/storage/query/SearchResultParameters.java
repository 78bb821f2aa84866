package org.andiron.storage.query;

import java.util.Set;
import org.andiron.server.SearchControls;

/**
 * The parameters of a search that shape its answer and choose no resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#Summary">Search result parameters</a>
 */
public final class SearchResultParameters {

  /** Their names, without modifiers. */
  public static final Set<String> NAMES = SearchControls.OF_ANSWERS;

  private SearchResultParameters() {}

  /** Whether the name, with or without a modifier, is that of such a parameter. */
  public static boolean contains(String name) {
    return NAMES.contains(name.replaceAll("[:.].*", ""));
  }
}
