package org.andiron.risk.monitoring;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.andiron.risk.evaluation.monitoring.CalibrationDrift;

/**
 * What became of those whose risk was predicted, as far as it became known in some time. Stored as
 * JSON.
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

  /** These, then those of a later time. */
  OutcomeCounts then(OutcomeCounts later) {
    Map<String, Map<String, GroupOutcomes>> all = new TreeMap<>();
    groups.forEach((name, its) -> all.put(name, new TreeMap<>(its)));
    later.groups.forEach(
        (name, its) -> {
          Map<String, GroupOutcomes> known = all.computeIfAbsent(name, it -> new TreeMap<>());
          its.forEach((group, counts) -> known.merge(group, counts, GroupOutcomes::merge));
        });
    return new OutcomeCounts(calibration.then(later.calibration), all);
  }
}
