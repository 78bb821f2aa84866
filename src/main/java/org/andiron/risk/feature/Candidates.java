package org.andiron.risk.feature;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The resources of a record by the sources whose codes they have.
 *
 * @param unmapped how many of each type have no code of a system that any source knows
 */
record Candidates(
    PatientRecord record,
    IdentityHashMap<Source, Set<RecordItem>> matched,
    Map<String, Integer> unmapped) {

  Collection<RecordItem> of(Source source) {
    return source.codes().isEmpty()
        ? record.items(source.resource())
        : matched.getOrDefault(source, Set.of());
  }
}
