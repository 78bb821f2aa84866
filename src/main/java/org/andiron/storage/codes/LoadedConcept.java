package org.andiron.storage.codes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A concept of a loaded code system.
 *
 * @param number its number among all concepts
 * @param parents the numbers of those it is directly below
 */
public record LoadedConcept(
    int number, String code, @Nullable String display, boolean inactive, List<Integer> parents) {

  /**
   * Another text for a concept.
   *
   * @param language as in BCP 47, null if unknown
   * @param use a code of SNOMED CT, null if it is unknown
   */
  public record Designation(
      int concept, @Nullable String language, @Nullable String use, String value) {}

  /** A property with its value, which may be a code of the same system. */
  public record Property(String name, String value, boolean isCode) {}

  public LoadedConcept {
    parents = List.copyOf(parents);
  }
}
