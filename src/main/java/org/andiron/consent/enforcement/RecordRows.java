package org.andiron.consent.enforcement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows for all versions of a record, given resource by resource in their order. A version
 * that deletes a resource stays under the rule of the one before it.
 */
final class RecordRows {

  private final long patient;
  private final List<RuledRows.Row> rows = new ArrayList<>();
  private RuledRows.@Nullable Row open;

  RecordRows(long patient) {
    this.patient = patient;
  }

  void add(StoredVersion version, Optional<Integer> rule) {
    RuledRows.Row before = open;
    if (before != null && before.resource() != version.key()) {
      rows.add(before);
      before = null;
    }
    if (version.content().isPresent()) {
      Integer now = rule.orElse(null);
      if (before != null && (now == null || now != before.rule())) {
        rows.add(
            new RuledRows.Row(
                before.resource(), patient, before.rule(), before.from(), version.version()));
        before = null;
      }
      if (before == null && now != null) {
        before = new RuledRows.Row(version.key(), patient, now, version.version(), null);
      }
    }
    open = before;
  }

  List<RuledRows.Row> end() {
    if (open != null) {
      rows.add(open);
      open = null;
    }
    return rows;
  }
}
