package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Whether a training pipeline finds something where there is nothing to find. Outcomes are dealt
 * anew to the rows, so that they depend on no feature; the pipeline as a whole is run on them, with
 * its choice of features, its tuning and its split; and on what it holds out it should do no better
 * than chance, AUROC 0.5. If it does better, it has seen what it holds out; if it does worse, too:
 * values that are encoded by the outcomes of all other rows tell the outcome of a row by its lack.
 *
 * <p>That features are from before the index date this cannot see. The trainer refuses them.
 *
 * @param aurocs one for each run
 * @param mean of them
 * @param standardError of the mean: from how far the runs are apart, or, if that is more, from how
 *     far a single one is from 0.5 by chance
 * @param tolerance how far from 0.5 the mean may be
 * @see <a href="https://jmlr.org/papers/v11/ojala10a.html">M. Ojala, G. C. Garriga, "Permutation
 *     Tests for Studying Classifier Performance", Journal of Machine Learning Research
 *     2010;11:1833-1863</a>
 */
public record PermutedLabels(
    List<Double> aurocs, double mean, double standardError, double tolerance) {

  private static final double CHANCE = 0.5;

  /** Beyond how many standard errors a difference is none of chance. */
  private static final double CERTAIN = 3;

  public PermutedLabels {
    aurocs = List.copyOf(aurocs);
  }

  /** A training pipeline from its outcomes to its predictions. */
  @FunctionalInterface
  public interface Pipeline {

    /**
     * Splits, trains and predicts.
     *
     * @param outcomes of all rows, to be taken instead of the true ones
     * @return predictions for the rows that were held out, with these outcomes
     */
    Predictions run(boolean[] outcomes);
  }

  /** What the runs say. */
  public enum Finding {
    /** The mean is within the tolerance, and known as well as that. */
    CHANCE,
    /** The mean is outside of the tolerance, and that is no chance. */
    LEAK,
    /** So few rows or runs cannot tell one from the other. */
    TOO_FEW
  }

  /**
   * How many runs it takes to know the mean within half of the tolerance, if the runs differ by
   * chance alone.
   *
   * @param outcomes true ones of the rows that are held out
   * @param fewest runs
   * @param most runs, whatever is known by then
   */
  public static int runs(boolean[] outcomes, double tolerance, int fewest, int most) {
    double events = 0;
    for (boolean outcome : outcomes) {
      events += outcome ? 1 : 0;
    }
    double runs = 4 * varianceByChance(outcomes.length, events) / (tolerance * tolerance);
    return (int) Math.max(fewest, Math.min(most, Math.ceil(runs)));
  }

  /**
   * Runs a pipeline on permuted outcomes.
   *
   * @param outcomes true ones
   * @param runs how many, at least 1
   * @param tolerance such as 0.02
   * @param seed of the permutations
   * @throws IllegalArgumentException if there is no run to do, or a run held out only rows with the
   *     same outcome
   */
  public static PermutedLabels of(
      Pipeline pipeline, boolean[] outcomes, int runs, double tolerance, long seed) {
    if (runs < 1) {
      throw new IllegalArgumentException("no runs");
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Double> aurocs = new ArrayList<>();
    double byChance = 0;
    for (int run = 0; run < runs; run++) {
      Predictions heldOut = pipeline.run(permuted(outcomes, random.split()));
      OptionalDouble auroc = Evaluator.auroc(heldOut).figure();
      if (auroc.isEmpty()) {
        throw new IllegalArgumentException("all rows that were held out have the same outcome");
      }
      aurocs.add(auroc.getAsDouble());
      byChance += varianceByChance(heldOut);
    }
    double mean = aurocs.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double between = aurocs.stream().mapToDouble(it -> (it - mean) * (it - mean)).sum();
    double variance = Math.max(runs > 1 ? between / (runs - 1) : 0, byChance / runs);
    return new PermutedLabels(aurocs, mean, Math.sqrt(variance / runs), tolerance);
  }

  private static boolean[] permuted(boolean[] outcomes, SplittableRandom random) {
    boolean[] permuted = outcomes.clone();
    for (int i = permuted.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      boolean kept = permuted[i];
      permuted[i] = permuted[other];
      permuted[other] = kept;
    }
    return permuted;
  }

  /** Variance of Mann and Whitney's statistic where there is no difference. */
  private static double varianceByChance(Predictions predictions) {
    double events = 0;
    for (int row = 0; row < predictions.size(); row++) {
      events += predictions.outcome(row) ? 1 : 0;
    }
    return varianceByChance(predictions.size(), events);
  }

  /** Infinite if all have the outcome, or none. */
  private static double varianceByChance(int rows, double events) {
    return (rows + 1) / (12 * events * (rows - events));
  }

  /** What they say. */
  public Finding finding() {
    double distance = Math.abs(mean - CHANCE);
    if (distance > tolerance && distance > CERTAIN * standardError) {
      return Finding.LEAK;
    }
    return distance <= tolerance && standardError <= tolerance ? Finding.CHANCE : Finding.TOO_FEW;
  }
}
