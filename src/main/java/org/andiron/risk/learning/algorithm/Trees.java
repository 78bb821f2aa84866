package org.andiron.risk.learning.algorithm;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.andiron.risk.learning.preprocessing.MissingValues;
import org.andiron.risk.learning.scoring.Artefact;
import org.andiron.risk.learning.scoring.TreeScorer;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Reference;

/** Trees of XGBoost, on one thread so that the same seed gives the same trees. */
abstract class Trees implements Algorithm {

  static final String DEPTH = "depth";

  private final String code;
  private final String title;

  Trees(String code, String title) {
    this.code = code;
    this.title = title;
  }

  /** How many rounds there are. */
  abstract int rounds(Hyperparameters hyperparameters);

  /** Parameters of XGBoost for this kind of trees. */
  abstract Map<String, Object> parameters(Hyperparameters hyperparameters, int columns);

  @Override
  public String code() {
    return code;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Reference reference() {
    return new Reference(
        "Chen T, Guestrin C. XGBoost: a scalable tree boosting system. KDD 2016:785-794.",
        Optional.of("10.1145/2939672.2939785"));
  }

  @Override
  public OutcomeOutput output() {
    return OutcomeOutput.PROBABILITY;
  }

  @Override
  public boolean needsStandardised() {
    return false;
  }

  @Override
  public MissingValues missing(MissingValues wished) {
    return MissingValues.LEFT;
  }

  @Override
  public Artefact fit(
      double[][] rows, double[] outcomes, Hyperparameters hyperparameters, long seed) {
    TribuoRows.requireBoth(outcomes);
    int columns = rows[0].length;
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("objective", "binary:logistic");
    parameters.put("tree_method", "hist");
    parameters.put("max_depth", hyperparameters.count(DEPTH));
    parameters.put("nthread", 1);
    // XGBoost takes 31 bits.
    parameters.put("seed", (int) (seed ^ seed >>> 32) & Integer.MAX_VALUE);
    parameters.put("verbosity", 0);
    parameters.putAll(parameters(hyperparameters, columns));
    try {
      DMatrix matrix = new DMatrix(numbers(rows), rows.length, columns, Float.NaN);
      try {
        matrix.setLabel(singles(outcomes));
        Booster booster =
            XGBoost.train(
                matrix, parameters, rounds(hyperparameters), new LinkedHashMap<>(), null, null);
        try {
          return TreeScorer.artefact(booster.toByteArray("json"));
        } finally {
          booster.dispose();
        }
      } finally {
        matrix.dispose();
      }
    } catch (XGBoostError e) {
      throw new IllegalArgumentException("XGBoost cannot learn: " + e.getMessage(), e);
    }
  }

  private static float[] numbers(double[][] rows) {
    int columns = rows[0].length;
    float[] numbers = new float[Math.multiplyExact(rows.length, columns)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) rows[i / columns][i % columns];
    }
    return numbers;
  }

  private static float[] singles(double[] numbers) {
    float[] singles = new float[numbers.length];
    for (int i = 0; i < singles.length; i++) {
      singles[i] = (float) numbers[i];
    }
    return singles;
  }

  static List<Hyperparameters> depths(double... depths) {
    return Arrays.stream(depths).mapToObj(depth -> Hyperparameters.of(DEPTH, depth)).toList();
  }
}
