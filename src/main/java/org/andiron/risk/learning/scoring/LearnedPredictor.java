package org.andiron.risk.learning.scoring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.andiron.risk.learning.preprocessing.Preprocessing;
import org.andiron.risk.model.Attribution;
import org.andiron.risk.model.Contribution;
import org.andiron.risk.model.Estimate;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.Predictor;
import org.andiron.risk.model.Scale;
import org.jspecify.annotations.Nullable;

/** Predicts one outcome by what was learned. Safe for use by several threads. */
public final class LearnedPredictor implements Predictor {

  private final String outcome;
  private final Preprocessing preprocessing;
  private final Scorer scorer;
  private final @Nullable Calibration calibration;
  private final List<String> inputs;
  private final int[] inputOfColumn;

  /**
   * A predictor.
   *
   * @param calibration of scores to log odds; null if the score is a quantity
   */
  public LearnedPredictor(
      String outcome,
      Preprocessing preprocessing,
      Scorer scorer,
      @Nullable Calibration calibration) {
    this.outcome = outcome;
    this.preprocessing = preprocessing;
    this.scorer = scorer;
    this.calibration = calibration;
    this.inputs = preprocessing.inputs();
    this.inputOfColumn = preprocessing.inputOfColumn();
  }

  @Override
  public Set<String> outcomes() {
    return Set.of(outcome);
  }

  @Override
  public Set<String> inputs(String outcome) {
    requireOwn(outcome);
    return new LinkedHashSet<>(inputs);
  }

  @Override
  public Set<String> absenceLearned(String outcome) {
    requireOwn(outcome);
    return Set.copyOf(preprocessing.mayLack());
  }

  @Override
  public Estimate estimate(String outcome, FeatureVector person) {
    requireOwn(outcome);
    double[] row = preprocessing.row(person);
    double score = scorer.score(row);
    if (calibration == null) {
      return Estimate.ofQuantity(score, attribution(Scale.QUANTITY, row, score, score, 1));
    }
    double logit = calibration.logit(score);
    double slope =
        scorer instanceof ExplainingScorer explaining
            ? calibration.slope(score, explaining.base())
            : 1;
    return Estimate.ofProbability(
        1 / (1 + StrictMath.exp(-logit)), attribution(Scale.LOG_ODDS, row, score, logit, slope));
  }

  private Attribution attribution(
      Scale scale, double[] row, double score, double predictor, double slope) {
    if (!(scorer instanceof ExplainingScorer explaining) || !Double.isFinite(score)) {
      return Attribution.unknown(scale, predictor);
    }
    double[] shares = explaining.contributions(row, inputOfColumn, inputs.size());
    List<Contribution> contributions = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      contributions.add(new Contribution(inputs.get(i), slope * shares[i]));
    }
    double base = explaining.base();
    return new Attribution(
        scale, predictor, calibration == null ? base : calibration.logit(base), contributions);
  }

  private void requireOwn(String asked) {
    if (!asked.equals(outcome)) {
      throw new IllegalArgumentException("no outcome " + asked);
    }
  }
}
