package org.andiron.risk.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.andiron.risk.learning.algorithm.Algorithm;
import org.andiron.risk.learning.algorithm.Hyperparameters;
import org.andiron.risk.learning.preprocessing.Preprocessing;
import org.andiron.risk.learning.preprocessing.PreprocessingFit;
import org.andiron.risk.learning.scoring.Scorer;
import org.jspecify.annotations.Nullable;

/**
 * Tries all hyperparameters: each fold is scored by what was learned of the others, preprocessing
 * included.
 *
 * @param best of all trials
 * @param scores of the best, for each row by what had not seen it
 * @param foldOf the fold of each row
 */
record CrossValidation(Trial best, List<Trial> trials, double[] scores, int[] foldOf) {

  /**
   * @param run name of the run, with which those of its steps begin
   */
  static CrossValidation of(LearningPlan plan, TrainingRows rows, Steps steps, String run) {
    int[] foldOf =
        Folds.of(rows.patients(), rows.outcomes(), rows.ofEvents(), plan.folds(), plan.seed());
    List<Trial> trials = new ArrayList<>();
    Trial best = null;
    double[] scores = new double[0];
    for (Search search : plan.searches()) {
      double[][] ofGrid = scores(plan, search, rows, foldOf, steps, run);
      for (int i = 0; i < ofGrid.length; i++) {
        Trial trial = new Trial(search.algorithm(), search.grid().get(i), loss(rows, ofGrid[i]));
        trials.add(trial);
        if (best == null || trial.loss() < best.loss()) {
          best = trial;
          scores = ofGrid[i];
        }
      }
    }
    if (best == null) {
      throw new IllegalStateException("a plan has something to try");
    }
    return new CrossValidation(best, List.copyOf(trials), scores, foldOf);
  }

  private static double loss(TrainingRows rows, double[] scores) {
    if (rows.ofEvents()) {
      boolean[] events = rows.events();
      return CalibrationFit.loss(CalibrationFit.platt(scores, events), scores, events);
    }
    double sum = 0;
    for (int row = 0; row < scores.length; row++) {
      double error = scores[row] - rows.outcomes()[row];
      sum += error * error;
    }
    return sum / scores.length;
  }

  /** For each choice of hyperparameters the scores of all rows. */
  private static double[][] scores(
      LearningPlan plan, Search search, TrainingRows rows, int[] foldOf, Steps steps, String run) {
    double[][] scores = new double[search.grid().size()][rows.size()];
    for (int fold = 0; fold < plan.folds(); fold++) {
      Fold division = new Fold(plan, search.algorithm(), rows, foldOf, fold);
      for (int i = 0; i < scores.length; i++) {
        Hyperparameters hyperparameters = search.grid().get(i);
        double[] ofFold =
            steps.numbers(
                "%s-%s-%d-fold-%d".formatted(run, search.algorithm().code(), i, fold),
                () -> division.scores(hyperparameters));
        for (int j = 0; j < ofFold.length; j++) {
          scores[i][division.held[j]] = ofFold[j];
        }
      }
    }
    return scores;
  }

  /** One fold against all others; its rows of numbers are made once, when they are needed. */
  private static final class Fold {
    private final LearningPlan plan;
    private final Algorithm algorithm;
    private final TrainingRows learned;
    private final TrainingRows unseen;
    private final int[] held;
    private final Set<String> lacking;
    private double @Nullable [][] learnedRows;
    private double @Nullable [][] unseenRows;

    Fold(LearningPlan plan, Algorithm algorithm, TrainingRows rows, int[] foldOf, int fold) {
      this.plan = plan;
      this.algorithm = algorithm;
      this.lacking = rows.lacking();
      this.held = IntStream.range(0, foldOf.length).filter(row -> foldOf[row] == fold).toArray();
      this.unseen = rows.some(held);
      this.learned =
          rows.some(IntStream.range(0, foldOf.length).filter(row -> foldOf[row] != fold).toArray());
    }

    double[] scores(Hyperparameters hyperparameters) {
      if (learnedRows == null || unseenRows == null) {
        Preprocessing preprocessing =
            PreprocessingFit.of(
                    learned.inputs(),
                    learned.people(),
                    lacking,
                    algorithm.missing(plan.missing()),
                    algorithm.needsStandardised())
                .preprocessing();
        learnedRows = preprocessing.rows(learned.people());
        unseenRows = preprocessing.rows(unseen.people());
      }
      Scorer scorer =
          algorithm
              .fit(learnedRows, learned.outcomes(), hyperparameters, plan.seed())
              .open(Background.of(learnedRows));
      return Arrays.stream(unseenRows).mapToDouble(scorer::score).toArray();
    }
  }
}
