package org.andiron.risk.learning.scoring;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A support vector machine with a Gaussian kernel: intercept and weight times {@code exp(-gamma
 * distance²)} to each support vector.
 *
 * <p>Contributions are Shapley values against the background, and exact: the kernel is a product of
 * one factor for each input, and the Shapley value of a product game is the integral of its
 * multilinear extension's derivative over the diagonal of the unit cube, which is a polynomial of
 * degree inputs - 1, and which {@link GaussLegendre Gauss's quadrature} therefore integrates
 * without error.
 *
 * @see <a href="https://doi.org/10.1287/moor.1.1.64">G. Owen, "Multilinear Extensions of Games",
 *     Management Science 1972;18:P64-P79</a>
 */
public final class KernelScorer implements ExplainingScorer {

  /**
   * The file.
   *
   * @param gamma of the kernel
   * @param weights one for each vector
   * @param vectors rows
   */
  record Content(
      double gamma,
      double intercept,
      List<Double> weights,
      @Nullable List<@Nullable List<Double>> vectors) {}

  private final double gamma;
  private final double intercept;
  private final double[] weights;
  private final double[][] vectors;
  private final double[] background;

  private KernelScorer(
      double gamma, double intercept, double[] weights, double[][] vectors, double[] background) {
    this.gamma = gamma;
    this.intercept = intercept;
    this.weights = weights;
    this.vectors = vectors;
    this.background = background;
  }

  /** What training left, as a file. */
  public static Artefact artefact(
      double gamma, double intercept, double[] weights, double[][] vectors) {
    return new Artefact(
        ScorerFormat.KERNEL,
        ArtefactJson.compact(
            new Content(
                gamma,
                intercept,
                Numbers.list(weights),
                Arrays.stream(vectors).map(Numbers::list).toList())));
  }

  static KernelScorer read(byte[] content, double[] background) {
    Content read = ArtefactJson.read(content, Content.class);
    double[] weights = Numbers.finite("weights", read.weights());
    if (read.vectors() == null || read.vectors().size() != weights.length) {
      throw new IllegalArgumentException("vectors must be as many as weights");
    }
    double[][] vectors =
        read.vectors().stream()
            .map(vector -> Numbers.finite("vectors", vector))
            .toArray(double[][]::new);
    if (Arrays.stream(vectors).anyMatch(vector -> vector.length != vectors[0].length)) {
      throw new IllegalArgumentException("vectors must have the same length");
    }
    if (!(read.gamma() > 0 && Double.isFinite(read.gamma()))) {
      throw new IllegalArgumentException("gamma must be above 0");
    }
    return new KernelScorer(
        read.gamma(),
        Numbers.finite("intercept", read.intercept()),
        weights,
        vectors,
        background.clone());
  }

  @Override
  public int columns() {
    return vectors[0].length;
  }

  @Override
  public double score(double[] row) {
    double sum = intercept;
    for (int v = 0; v < vectors.length; v++) {
      double distance = 0;
      for (int i = 0; i < row.length; i++) {
        double difference = row[i] - vectors[v][i];
        distance += difference * difference;
      }
      sum += weights[v] * StrictMath.exp(-gamma * distance);
    }
    return sum;
  }

  @Override
  public double base() {
    return score(background);
  }

  @Override
  public double[] contributions(double[] row, int[] inputOfColumn, int inputs) {
    GaussLegendre quadrature = GaussLegendre.exactTo(inputs - 1);
    double[] contributions = new double[inputs];
    for (int v = 0; v < vectors.length; v++) {
      double[] there = factors(row, vectors[v], inputOfColumn, inputs);
      double[] here = factors(background, vectors[v], inputOfColumn, inputs);
      for (int node = 0; node < quadrature.size(); node++) {
        add(
            contributions,
            weights[v] * quadrature.weight(node),
            quadrature.node(node),
            there,
            here);
      }
    }
    return contributions;
  }

  /** Derivative by each input at one point of the diagonal: the product of all other factors. */
  private static void add(
      double[] contributions, double weight, double share, double[] there, double[] here) {
    int inputs = there.length;
    double[] before = new double[inputs + 1];
    before[0] = 1;
    for (int i = 0; i < inputs; i++) {
      before[i + 1] = before[i] * mixed(share, there[i], here[i]);
    }
    double after = 1;
    for (int i = inputs - 1; i >= 0; i--) {
      contributions[i] += weight * (there[i] - here[i]) * before[i] * after;
      after *= mixed(share, there[i], here[i]);
    }
  }

  private static double mixed(double share, double there, double here) {
    return share * there + (1 - share) * here;
  }

  /** The kernel's factor of each input. */
  private double[] factors(double[] row, double[] vector, int[] inputOfColumn, int inputs) {
    double[] distances = new double[inputs];
    for (int i = 0; i < row.length; i++) {
      double difference = row[i] - vector[i];
      distances[inputOfColumn[i]] += difference * difference;
    }
    return Arrays.stream(distances).map(it -> StrictMath.exp(-gamma * it)).toArray();
  }
}
