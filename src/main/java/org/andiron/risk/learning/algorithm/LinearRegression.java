package org.andiron.risk.learning.algorithm;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.risk.learning.preprocessing.MissingValues;
import org.andiron.risk.learning.scoring.Artefact;
import org.andiron.risk.learning.scoring.LinearScorer;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Reference;
import org.tribuo.math.la.SparseVector;
import org.tribuo.regression.slm.ElasticNetCDTrainer;
import org.tribuo.regression.slm.SparseLinearModel;

/**
 * Linear regression of a quantity with an elastic net, by coordinate descent of Tribuo.
 * Hyperparameter: {@code penalty}, on a scale on which outcomes have standard deviation 1.
 */
final class LinearRegression implements Algorithm {

  private static final String PENALTY = "penalty";
  private static final double L1_SHARE = 0.5;
  private static final double TOLERANCE = 1e-6;
  private static final int ITERATIONS = 1000;

  @Override
  public String code() {
    return "linear-regression";
  }

  @Override
  public String title() {
    return "linear regression with elastic net";
  }

  @Override
  public Reference reference() {
    return new Reference(
        "Friedman J, Hastie T, Tibshirani R. Regularization paths for generalized linear models via"
            + " coordinate descent. Journal of Statistical Software 2010;33:1-22.",
        Optional.of("10.18637/jss.v033.i01"));
  }

  @Override
  public OutcomeOutput output() {
    return OutcomeOutput.QUANTITY;
  }

  @Override
  public boolean needsStandardised() {
    return true;
  }

  @Override
  public MissingValues missing(MissingValues wished) {
    return wished == MissingValues.LEFT ? MissingValues.INDICATED : wished;
  }

  @Override
  public List<Hyperparameters> grid() {
    return Stream.of(0.1, 0.01, 0.001, 0.0001)
        .map(penalty -> Hyperparameters.of(PENALTY, penalty))
        .toList();
  }

  @Override
  public Artefact fit(
      double[][] rows, double[] outcomes, Hyperparameters hyperparameters, long seed) {
    double mean = Arrays.stream(outcomes).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(outcomes).map(it -> (it - mean) * (it - mean)).average().orElse(0));
    int columns = rows[0].length;
    if (!(deviation > 0)) {
      throw new IllegalArgumentException("all training rows have the same outcome");
    }
    double[] scaled = Arrays.stream(outcomes).map(it -> (it - mean) / deviation).toArray();
    SparseLinearModel model =
        (SparseLinearModel)
            new ElasticNetCDTrainer(
                    hyperparameters.get(PENALTY), L1_SHARE, TOLERANCE, ITERATIONS, false, seed)
                .train(TribuoRows.ofQuantities(rows, scaled));
    double[] coefficients = coefficients(model, columns);
    for (int i = 0; i < columns; i++) {
      coefficients[i] *= deviation;
    }
    return LinearScorer.artefact(intercept(rows, outcomes, coefficients), coefficients);
  }

  private static double[] coefficients(SparseLinearModel model, int columns) {
    SparseVector weights = model.getWeights().values().iterator().next();
    String[] names = TribuoRows.names(columns);
    double[] coefficients = new double[columns];
    for (int i = 0; i < columns; i++) {
      int place = model.getFeatureIDMap().getID(names[i]);
      // Columns without weight are not in the model at all.
      coefficients[i] = place < 0 ? 0 : weights.get(place);
    }
    return coefficients;
  }

  /** It has no penalty, so residuals have mean 0. */
  private static double intercept(double[][] rows, double[] outcomes, double[] coefficients) {
    double sum = 0;
    for (int row = 0; row < rows.length; row++) {
      sum += outcomes[row];
      for (int i = 0; i < coefficients.length; i++) {
        sum -= coefficients[i] * rows[row][i];
      }
    }
    return sum / rows.length;
  }
}
