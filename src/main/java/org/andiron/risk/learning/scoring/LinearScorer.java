package org.andiron.risk.learning.scoring;

import java.util.List;

/**
 * A sum: intercept and coefficient times number. Contributions are coefficient times the difference
 * from the mean of the training rows, which is the Shapley value of a sum.
 *
 * @see <a href="https://doi.org/10.1007/s10115-013-0679-x">E. Štrumbelj, I. Kononenko, "Explaining
 *     prediction models and individual predictions with feature contributions", Knowledge and
 *     Information Systems 2014;41:647-665</a>
 */
public final class LinearScorer implements ExplainingScorer {

  /**
   * The file.
   *
   * @param coefficients one for each column
   */
  record Content(double intercept, List<Double> coefficients) {}

  private final double intercept;
  private final double[] coefficients;
  private final double[] background;

  private LinearScorer(double intercept, double[] coefficients, double[] background) {
    this.intercept = intercept;
    this.coefficients = coefficients;
    this.background = background;
  }

  /** What training left, as a file. */
  public static Artefact artefact(double intercept, double[] coefficients) {
    return new Artefact(
        ScorerFormat.LINEAR,
        ArtefactJson.compact(new Content(intercept, Numbers.list(coefficients))));
  }

  static LinearScorer read(byte[] content, double[] background) {
    Content read = ArtefactJson.read(content, Content.class);
    return new LinearScorer(
        Numbers.finite("intercept", read.intercept()),
        Numbers.finite("coefficients", read.coefficients()),
        background.clone());
  }

  /** Of the sum. */
  public double intercept() {
    return intercept;
  }

  /** One for each column. */
  public double[] coefficients() {
    return coefficients.clone();
  }

  @Override
  public int columns() {
    return coefficients.length;
  }

  @Override
  public double score(double[] row) {
    double sum = intercept;
    for (int i = 0; i < coefficients.length; i++) {
      sum += coefficients[i] * row[i];
    }
    return sum;
  }

  @Override
  public double base() {
    return score(background);
  }

  @Override
  public double[] contributions(double[] row, int[] inputOfColumn, int inputs) {
    double[] contributions = new double[inputs];
    for (int i = 0; i < coefficients.length; i++) {
      contributions[inputOfColumn[i]] += coefficients[i] * (row[i] - background[i]);
    }
    return contributions;
  }
}
