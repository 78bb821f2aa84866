package org.andiron.risk.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.andiron.risk.evaluation.monitoring.CalibrationDrift;
import org.andiron.risk.evaluation.monitoring.Drift;
import org.andiron.risk.evaluation.monitoring.DriftLimits;

/** Which limits were passed. What chance could do with so few values is left out. */
final class Findings {

  /** With what probability a model that is right passes the limit of its calibration. */
  private static final double FALSE_ALARM = 0.001;

  /** Below so many events nothing is said of a group. */
  static final long FEWEST_EVENTS = 100;

  /** How far groups may be apart in calibration in the large. */
  private static final double GROUP_GAP = 0.03;

  /** A normal deviate that chance exceeds once in a hundred thousand times. */
  private static final double RARE = 4.264890793922825;

  private Findings() {}

  /** Of what a model was given on a day, and what it answered. */
  static List<Finding> ofDay(Reference reference, DayCounts day) {
    return Drift.between(reference.comparable(), reference.comparable(day), DriftLimits.USUAL)
        .stream()
        .map(
            it ->
                new Finding(
                    switch (it.what()) {
                      case FEATURE -> Finding.What.FEATURE;
                      case UNITS -> Finding.What.UNITS;
                      case MISSING -> Finding.What.MISSING;
                      case SCORE -> Finding.What.SCORE;
                    },
                    it.feature(),
                    it.value(),
                    it.limit()))
        .toList();
  }

  /** Of what became of those whose risk was predicted, by outcome. */
  static List<Finding> ofOutcomes(Map<String, OutcomeCounts> known) {
    List<Finding> found = new ArrayList<>();
    known.forEach(
        (outcome, counts) -> {
          CalibrationDrift calibration = counts.calibration();
          if (calibration.outcomes() > 0) {
            double limit = CalibrationDrift.limit(calibration.outcomes(), FALSE_ALARM);
            passed(Finding.What.UNDERESTIMATED, outcome, calibration.above().peak(), limit, found);
            passed(Finding.What.OVERESTIMATED, outcome, calibration.below().peak(), limit, found);
          }
          counts
              .groups()
              .forEach((attribute, groups) -> gap(outcome + " by " + attribute, groups, found));
        });
    return found;
  }

  private static void passed(
      Finding.What what, String outcome, double value, double limit, List<Finding> found) {
    if (value > limit) {
      found.add(new Finding(what, outcome, value, limit));
    }
  }

  /** The largest difference between two groups that is above the limit and not by chance. */
  private static void gap(String subject, Map<String, GroupOutcomes> groups, List<Finding> found) {
    List<GroupOutcomes> enough =
        groups.values().stream().filter(it -> it.observed() >= FEWEST_EVENTS).toList();
    double largest = 0;
    for (GroupOutcomes one : enough) {
      for (GroupOutcomes other : enough) {
        double gap = one.difference() - other.difference();
        double byChance = RARE * Math.sqrt(error(one) + error(other));
        if (gap > GROUP_GAP && gap > byChance) {
          largest = Math.max(largest, gap);
        }
      }
    }
    if (largest > 0) {
      found.add(new Finding(Finding.What.GROUPS, subject, largest, GROUP_GAP));
    }
  }

  private static double error(GroupOutcomes group) {
    return group.variance() / ((double) group.outcomes() * group.outcomes());
  }
}
