package org.andiron.risk.monitoring;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.andiron.risk.evaluation.monitoring.CalibrationDrift;

/**
 * What became of those whose risk was predicted, as far as it is known.
 *
 * @param groups by attribute, then by group, such as {@code sex} and {@code female}
 */
public record OutcomeCounts(
    CalibrationDrift calibration, Map<String, Map<String, GroupOutcomes>> groups) {

  static final OutcomeCounts NONE = new OutcomeCounts(CalibrationDrift.NONE, Map.of());

  public OutcomeCounts {
    Map<String, Map<String, GroupOutcomes>> copied = new TreeMap<>();
    groups.forEach(
        (name, its) -> copied.put(name, Collections.unmodifiableMap(new TreeMap<>(its))));
    groups = Collections.unmodifiableMap(copied);
  }

  /** Counts, by outcome, in the order in which they became known. */
  static Map<String, OutcomeCounts> of(List<OutcomeStore.Row> rows) {
    Map<String, Outcomes> added = new TreeMap<>();
    rows.forEach(
        row ->
            added
                .computeIfAbsent(row.outcome(), outcome -> new Outcomes())
                .add(row.probability(), row.came(), row.groups()));
    Map<String, OutcomeCounts> counts = new TreeMap<>();
    added.forEach((outcome, its) -> counts.put(outcome, its.counts()));
    return Collections.unmodifiableMap(counts);
  }
}
