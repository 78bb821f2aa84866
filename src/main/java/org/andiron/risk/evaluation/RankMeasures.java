package org.andiron.risk.evaluation;

import java.util.Arrays;

/** Figures and curves that depend on the order of the predictions only. */
final class RankMeasures {

  /** Steps of the curves between 0 and 1. */
  static final int STEPS = 100;

  private RankMeasures() {}

  /**
   * Area under the receiver operating characteristic curve: the probability that one with the
   * outcome was given more than one without it, where equal predictions count half. The statistic
   * of Mann and Whitney.
   *
   * @see <a href="https://doi.org/10.1148/radiology.143.1.7063747">J. A. Hanley, B. J. McNeil, "The
   *     meaning and use of the area under a receiver operating characteristic (ROC) curve",
   *     Radiology 1982;143:29-36</a>
   */
  static double auroc(Tally tally) {
    long twice = 0;
    int from = 0;
    for (int end : tally.ranking().ties()) {
      int events = tally.events(from, end);
      int nonEvents = tally.rows(from, end) - events;
      twice += (long) nonEvents * (2L * tally.eventsBefore(from) + events);
      from = end;
    }
    return twice / (2.0 * tally.events() * tally.nonEvents());
  }

  /**
   * Area under the precision-recall curve as average precision: precision at each distinct
   * prediction, weighted with the recall that it adds. Nothing is interpolated.
   *
   * @see <a href="https://doi.org/10.1145/1143844.1143874">J. Davis, M. Goadrich, "The relationship
   *     between Precision-Recall and ROC curves", ICML 2006</a>
   */
  static double auprc(Tally tally) {
    double sum = 0;
    int from = 0;
    for (int end : tally.ranking().ties()) {
      int events = tally.events(from, end);
      if (events > 0) {
        sum += events * ((double) tally.eventsBefore(end) / tally.rowsBefore(end));
      }
      from = end;
    }
    return sum / tally.events();
  }

  /** Sensitivity where 1 - specificity is 0, 0.01, … 1; between equal predictions on a line. */
  static double[] rocCurve(Tally tally) {
    double[] sensitivity = new double[STEPS + 1];
    int step = 0;
    int from = 0;
    for (int end : tally.ranking().ties()) {
      int falseBefore = tally.rowsBefore(from) - tally.eventsBefore(from);
      int falseAfter = tally.rowsBefore(end) - tally.eventsBefore(end);
      int events = tally.events(from, end);
      while (step <= STEPS && (long) step * tally.nonEvents() < (long) STEPS * falseAfter) {
        double share =
            ((double) step * tally.nonEvents() / STEPS - falseBefore) / (falseAfter - falseBefore);
        sensitivity[step++] = (tally.eventsBefore(from) + share * events) / tally.events();
      }
      from = end;
    }
    while (step <= STEPS) {
      sensitivity[step++] = tally.nonEvents() == 0 || tally.events() == 0 ? Double.NaN : 1;
    }
    return sensitivity;
  }

  /** Precision at the highest threshold with a recall of 0.01, 0.02, … 1. */
  static double[] precisionCurve(Tally tally) {
    double[] precision = new double[STEPS];
    if (tally.events() == 0) {
      Arrays.fill(precision, Double.NaN);
      return precision;
    }
    int step = 1;
    for (int end : tally.ranking().ties()) {
      int events = tally.eventsBefore(end);
      while (step <= STEPS && (long) step * tally.events() <= (long) STEPS * events) {
        precision[step++ - 1] = (double) events / tally.rowsBefore(end);
      }
    }
    return precision;
  }
}
