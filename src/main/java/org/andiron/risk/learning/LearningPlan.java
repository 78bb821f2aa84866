package org.andiron.risk.learning;

import java.time.Instant;
import java.util.List;
import org.andiron.risk.learning.preprocessing.MissingValues;
import org.andiron.risk.model.OutcomeOutput;

/**
 * How a model is learned. The same plan and data give the same model, byte for byte.
 *
 * @param searches what is tried; the best of all is taken
 * @param missing what stands for missing inputs, for algorithms that have a choice
 * @param folds of the cross-validation, 2 or more
 * @param heldOut examples on which the model is evaluated
 * @param seed of all that is drawn
 * @param thresholds of the evaluation, see {@link
 *     org.andiron.risk.evaluation.EvaluationSettings#thresholds}
 * @param resamples of the bootstrap in the evaluation
 * @param permutations how often the whole is done at least with permuted outcomes to see whether it
 *     leaks, more often if so few examples are held out that it takes more to tell; 0 for not at
 *     all
 * @param time that the card has as that of the evaluation
 */
public record LearningPlan(
    List<Search> searches,
    MissingValues missing,
    int folds,
    HeldOut heldOut,
    long seed,
    List<Double> thresholds,
    int resamples,
    int permutations,
    Instant time) {

  private static final int FOLDS = 5;
  private static final HeldOut HELD_OUT = new HeldOut.Latest(0.25);
  private static final int RESAMPLES = 1000;
  private static final int PERMUTATIONS = 3;

  /**
   * @throws IllegalArgumentException if there is nothing to try, algorithms are for different kinds
   *     of outcomes, or a number makes no sense
   */
  public LearningPlan {
    searches = List.copyOf(searches);
    thresholds = List.copyOf(thresholds);
    if (searches.isEmpty()) {
      throw new IllegalArgumentException("no algorithm to try");
    }
    if (searches.stream().map(it -> it.algorithm().output()).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "algorithms for probabilities and for quantities cannot be compared");
    }
    if (folds < 2 || resamples < 0 || permutations < 0) {
      throw new IllegalArgumentException(
          "no plan: %d folds, %d resamples, %d permutations"
              .formatted(folds, resamples, permutations));
    }
  }

  /** The usual: 5 folds, the latest quarter held out, 1,000 resamples, 3 permutations or more. */
  public static LearningPlan usual(
      List<Search> searches, long seed, List<Double> thresholds, Instant time) {
    return new LearningPlan(
        searches,
        MissingValues.INDICATED,
        FOLDS,
        HELD_OUT,
        seed,
        thresholds,
        RESAMPLES,
        PERMUTATIONS,
        time);
  }

  /** Whether probabilities or quantities are learned. */
  public OutcomeOutput output() {
    return searches.get(0).algorithm().output();
  }

  /** All that the steps of learning depend on beside the data. */
  String fingerprint() {
    StringBuilder all = new StringBuilder();
    for (Search search : searches) {
      all.append(search.algorithm().code()).append(search.grid()).append('\n');
    }
    return all.append(missing)
        .append('\n')
        .append(folds)
        .append('\n')
        .append(heldOut)
        .append('\n')
        .append(seed)
        .append('\n')
        .append(LibraryVersions.all())
        .toString();
  }
}
