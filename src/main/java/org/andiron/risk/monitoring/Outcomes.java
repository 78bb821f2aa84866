package org.andiron.risk.monitoring;

import java.util.Map;
import java.util.TreeMap;
import org.andiron.risk.evaluation.monitoring.CalibrationDrift;

/** Adds up outcomes as they become known. */
final class Outcomes {

  private CalibrationDrift calibration = CalibrationDrift.NONE;
  private final Map<String, Map<String, GroupOutcomes>> groups = new TreeMap<>();

  /**
   * @param its groups by attribute
   */
  void add(double probability, boolean came, Map<String, String> its) {
    calibration = calibration.and(probability, came);
    its.forEach(
        (attribute, group) ->
            groups
                .computeIfAbsent(attribute, name -> new TreeMap<>())
                .merge(group, GroupOutcomes.NONE.and(probability, came), GroupOutcomes::merge));
  }

  OutcomeCounts counts() {
    return new OutcomeCounts(calibration, groups);
  }
}
