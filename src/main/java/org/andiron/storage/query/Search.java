package org.andiron.storage.query;

import java.util.List;

/**
 * A search, understood.
 *
 * @param types the types searched; empty for all
 * @param criteria all of them must be met
 * @param sort the most important key first
 */
public record Search(
    List<String> types, List<Criterion> criteria, List<SortKey> sort, Deleted deleted) {

  /** Whether deleted resources are found. */
  public enum Deleted {
    EXCLUDED,
    INCLUDED,
    ONLY
  }

  public Search {
    types = List.copyOf(types);
    criteria = List.copyOf(criteria);
    sort = List.copyOf(sort);
  }

  static Search of(List<String> types, Criterion criterion) {
    return new Search(types, List.of(criterion), List.of(), Deleted.EXCLUDED);
  }
}
