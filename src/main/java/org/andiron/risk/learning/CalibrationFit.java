package org.andiron.risk.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.andiron.risk.evaluation.PlattScaling;
import org.andiron.risk.learning.scoring.Calibration;
import org.andiron.risk.learning.scoring.Calibration.Isotonic;
import org.andiron.risk.learning.scoring.Calibration.Platt;

/**
 * Chooses how scores become log odds, of scores of rows that the model had not seen. It is Platt's
 * line, with which contributions stay exact, unless there are 1,000 with the outcome and 1,000
 * without it at least, as isotonic regression needs, and isotonic regression lowers the logarithmic
 * loss of folds that were not fitted by one part in a hundred.
 *
 * @see <a href="https://doi.org/10.1145/1102351.1102430">A. Niculescu-Mizil, R. Caruana,
 *     "Predicting good probabilities with supervised learning", ICML 2005</a>
 */
final class CalibrationFit {

  static final int ENOUGH = 1000;
  static final double BETTER = 0.99;

  private CalibrationFit() {}

  static Calibration of(double[] scores, boolean[] outcomes, int[] foldOf, int folds) {
    if (Math.min(events(outcomes), outcomes.length - events(outcomes)) >= ENOUGH
        && crossed(scores, outcomes, foldOf, folds, CalibrationFit::isotonic)
            < BETTER * crossed(scores, outcomes, foldOf, folds, CalibrationFit::platt)) {
      return isotonic(scores, outcomes);
    }
    return platt(scores, outcomes);
  }

  /** Scores that say nothing, or the contrary of what was learned, are all made the same. */
  static Calibration platt(double[] scores, boolean[] outcomes) {
    return PlattScaling.of(scores, outcomes)
        .filter(line -> line.slope() > 0)
        .map(line -> new Platt(line.intercept(), line.slope()))
        .orElseGet(() -> new Platt(logit(events(outcomes) / (double) outcomes.length), 0));
  }

  /** Pools neighbours that are in the wrong order, until none is. */
  static Calibration isotonic(double[] scores, boolean[] outcomes) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> scores[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Block> blocks = new ArrayList<>();
    for (int row : order) {
      Block last = new Block(1, outcomes[row] ? 1 : 0, scores[row], scores[row]);
      while (!blocks.isEmpty() && blocks.get(blocks.size() - 1).mustPool(last)) {
        last = blocks.remove(blocks.size() - 1).with(last);
      }
      blocks.add(last);
    }
    double nearest = 0.5 / scores.length;
    List<Double> middles = new ArrayList<>();
    List<Double> logits = new ArrayList<>();
    for (Block block : blocks) {
      // The mean of equal numbers can come out above them.
      middles.add(Math.min(block.total() / block.rows(), block.highest()));
      logits.add(logit(Math.min(Math.max(block.frequency(), nearest), 1 - nearest)));
    }
    return new Isotonic(middles, logits);
  }

  /**
   * Rows with one frequency.
   *
   * @param total sum of the scores
   * @param highest score
   */
  private record Block(int rows, int events, double total, double highest) {

    double frequency() {
      return (double) events / rows;
    }

    boolean mustPool(Block next) {
      return frequency() >= next.frequency() || highest == next.highest;
    }

    Block with(Block next) {
      return new Block(rows + next.rows, events + next.events, total + next.total, next.highest);
    }
  }

  private static double crossed(
      double[] scores,
      boolean[] outcomes,
      int[] foldOf,
      int folds,
      BiFunction<double[], boolean[], Calibration> method) {
    double sum = 0;
    for (int fold = 0; fold < folds; fold++) {
      int held = fold;
      int[] others = IntStream.range(0, scores.length).filter(it -> foldOf[it] != held).toArray();
      Calibration fitted = method.apply(some(scores, others), some(outcomes, others));
      for (int row = 0; row < scores.length; row++) {
        sum += foldOf[row] == fold ? loss(fitted.logit(scores[row]), outcomes[row]) : 0;
      }
    }
    return sum / scores.length;
  }

  static double[] some(double[] all, int[] places) {
    return IntStream.of(places).mapToDouble(place -> all[place]).toArray();
  }

  private static boolean[] some(boolean[] all, int[] places) {
    boolean[] some = new boolean[places.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = all[places[i]];
    }
    return some;
  }

  /** Mean logarithmic loss. */
  static double loss(Calibration calibration, double[] scores, boolean[] outcomes) {
    double sum = 0;
    for (int row = 0; row < scores.length; row++) {
      sum += loss(calibration.logit(scores[row]), outcomes[row]);
    }
    return sum / scores.length;
  }

  private static double loss(double logit, boolean outcome) {
    double wrong = outcome ? -logit : logit;
    return Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
  }

  private static int events(boolean[] outcomes) {
    int events = 0;
    for (boolean outcome : outcomes) {
      events += outcome ? 1 : 0;
    }
    return events;
  }

  private static double logit(double probability) {
    return StrictMath.log(probability / (1 - probability));
  }
}
