package org.andiron.storage.query;

import java.util.List;

/**
 * What a search is sorted by. Resources without a value come last; of several values the least
 * counts, in descending order the greatest.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#sort">Sorting</a>
 */
public sealed interface SortKey {

  boolean descending();

  /** By id. */
  record ById(boolean descending) implements SortKey {}

  /** By the time of the last change. */
  record ByLastUpdated(boolean descending) implements SortKey {}

  /** By how well the text matches, the best first unless {@code descending}. */
  record ByScore(boolean descending) implements SortKey {}

  /**
   * By a search parameter.
   *
   * @param paths of a reference, as in {@link Criterion.Link}
   */
  record ByParameter(IndexKey key, ParameterKind kind, List<String> paths, boolean descending)
      implements SortKey {
    public ByParameter {
      paths = List.copyOf(paths);
    }
  }

  /** By tags, profiles or security labels. */
  record ByTag(Criterion.TagKind kind, boolean descending) implements SortKey {}

  /** By where the resource came from. */
  record BySource(boolean descending) implements SortKey {}

  /** By the distance from a place. */
  record ByDistance(IndexKey key, Criterion.Place place, boolean descending) implements SortKey {}
}
