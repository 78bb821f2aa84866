package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Whether a training pipeline for numbers finds something where there is nothing to find, as {@link
 * PermutedLabels} has it for what comes or not. With outcomes dealt anew to the rows the pipeline
 * can do no better than the mean of its training: R² is 0 or below, up to chance.
 *
 * @param explained R² of each run, with its interval
 * @param mean of them
 */
public record PermutedOutcomes(List<Estimate.Defined> explained, double mean) {

  public PermutedOutcomes {
    explained = List.copyOf(explained);
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
    QuantityPredictions run(double[] outcomes);
  }

  /** What the runs say. */
  public enum Finding {
    /** The interval of no run lies above 0. */
    CHANCE,
    /** The intervals of all runs lie above 0. */
    LEAK,
    /** Those of some do, which may be chance. */
    UNCLEAR
  }

  /**
   * Runs a pipeline on permuted outcomes.
   *
   * @param outcomes true ones
   * @param runs how many, at least 1
   * @param settings of the intervals, with resamples
   * @param seed of the permutations
   * @throws IllegalArgumentException if there is no run to do, there are no resamples, or a run
   *     held out too little for R² and its interval
   */
  public static PermutedOutcomes of(
      Pipeline pipeline, double[] outcomes, int runs, QuantitySettings settings, long seed) {
    if (runs < 1 || settings.resamples() < 1) {
      throw new IllegalArgumentException("no runs, or no resamples");
    }
    SplittableRandom random = new SplittableRandom(seed);
    QuantityEvaluator evaluator = new QuantityEvaluator(settings);
    List<Estimate.Defined> explained = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      Estimate found = evaluator.explained(pipeline.run(permuted(outcomes, random.split())));
      if (!(found instanceof Estimate.Defined defined) || defined.between().isEmpty()) {
        throw new IllegalArgumentException(
            "the outcomes of the rows that were held out are too much alike");
      }
      explained.add(defined);
    }
    return new PermutedOutcomes(
        explained, explained.stream().mapToDouble(Estimate.Defined::value).average().orElseThrow());
  }

  private static double[] permuted(double[] outcomes, SplittableRandom random) {
    double[] permuted = outcomes.clone();
    for (int i = permuted.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double kept = permuted[i];
      permuted[i] = permuted[other];
      permuted[other] = kept;
    }
    return permuted;
  }

  /** What they say. */
  public Finding finding() {
    long above =
        explained.stream()
            .filter(it -> it.between().map(Interval::low).orElse(it.value()) > 0)
            .count();
    if (above == 0) {
      return Finding.CHANCE;
    }
    return above == explained.size() ? Finding.LEAK : Finding.UNCLEAR;
  }
}
