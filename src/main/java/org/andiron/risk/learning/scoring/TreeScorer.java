package org.andiron.risk.learning.scoring;

import java.io.IOException;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Trees of XGBoost. Scores are added up here, in double precision, so that they are the same on
 * every machine and need no lock. Contributions are XGBoost's own TreeSHAP, compared with the mean
 * of the training rows; XGBoost computes them in single precision, and what that leaves of the
 * difference to the score is divided between them in proportion to their size, so that they add up.
 *
 * @see <a href="https://doi.org/10.1038/s42256-019-0138-9">S. M. Lundberg et al., "From local
 *     explanations to global understanding with explainable AI for trees", Nature Machine
 *     Intelligence 2020;2:56-67</a>
 */
public final class TreeScorer implements ExplainingScorer {

  /** More than single precision loses over some thousand trees. */
  private static final double ROUNDING = 1e-3;

  private final TreeEnsemble ensemble;
  private final Booster booster;
  private final double base;

  private TreeScorer(TreeEnsemble ensemble, Booster booster) {
    this.ensemble = ensemble;
    this.booster = booster;
    this.base = ensemble.mean();
  }

  /** What training left, as a file. */
  public static Artefact artefact(byte[] xgboostJson) {
    return new Artefact(ScorerFormat.TREES, xgboostJson);
  }

  static TreeScorer read(byte[] content) {
    TreeEnsemble ensemble = TreeEnsemble.read(content);
    try {
      Booster booster = XGBoost.loadModel(content);
      booster.setParam("nthread", 1);
      return new TreeScorer(ensemble, booster);
    } catch (XGBoostError | IOException e) {
      throw new IllegalArgumentException("XGBoost cannot read it: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          "XGBoost has no library for this machine: " + e.getMessage(), e);
    }
  }

  TreeEnsemble ensemble() {
    return ensemble;
  }

  @Override
  public int columns() {
    return ensemble.columns();
  }

  @Override
  public double score(double[] row) {
    return ensemble.score(row);
  }

  @Override
  public double base() {
    return base;
  }

  @Override
  public double[] contributions(double[] row, int[] inputOfColumn, int inputs) {
    float[] shares = treeShap(row);
    double[] contributions = new double[inputs];
    for (int i = 0; i < row.length; i++) {
      contributions[inputOfColumn[i]] += shares[i];
    }
    double sum = 0;
    double size = 0;
    for (double contribution : contributions) {
      sum += contribution;
      size += Math.abs(contribution);
    }
    double rest = score(row) - base - sum;
    if (!(Math.abs(rest) <= ROUNDING * Math.max(1, size))) {
      throw new IllegalStateException("contributions of trees miss the score by " + rest);
    }
    for (int i = 0; i < inputs && size > 0; i++) {
      contributions[i] += rest * Math.abs(contributions[i]) / size;
    }
    return contributions;
  }

  private float[] treeShap(double[] row) {
    float[] numbers = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      numbers[i] = (float) row[i];
    }
    try {
      DMatrix matrix = new DMatrix(numbers, 1, numbers.length, Float.NaN);
      try {
        // A booster keeps what it has computed last; it is not for several threads at once.
        synchronized (booster) {
          return booster.predictContrib(matrix, 0)[0];
        }
      } finally {
        matrix.dispose();
      }
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost cannot explain a row", e);
    }
  }
}
