package org.andiron.consent.label;

import java.util.Set;

/**
 * Codes that call for a label.
 *
 * @param systems URIs of the code systems, or of editions of one, that have them
 * @param codes each by itself
 * @param prefixes with which all codes begin that are meant, as in the chapters of ICD-10
 */
public record CodeGroup(Set<String> systems, Set<String> codes, Set<String> prefixes) {

  public CodeGroup {
    systems = Set.copyOf(systems);
    codes = Set.copyOf(codes);
    prefixes = Set.copyOf(prefixes);
  }
}
