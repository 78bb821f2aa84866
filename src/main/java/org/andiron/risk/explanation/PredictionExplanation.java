package org.andiron.risk.explanation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.andiron.risk.model.Attribution;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.Prediction;

/**
 * What went into a prediction. The contributions add up to predictor minus base, within {@value
 * #TOLERANCE}; there is no such object for which they do not.
 *
 * @param influences by the size of their contribution, largest first, then by name
 * @param strata inputs that only chose which part of the equation holds; the reference has the same
 * @param assumed inputs that were missing, with what the card assumes
 * @param reference what the model computes for the reference, where that is a person
 * @param published by whom, if the prediction says what was observed of people with the score
 * @param counterfactuals one for each input that can be changed and is not at its goal
 * @param together all of those at once, if they are two or more
 */
public record PredictionExplanation(
    ModelCard card,
    Outcome outcome,
    Prediction prediction,
    List<Influence> influences,
    List<InputValue> strata,
    List<InputValue> assumed,
    Optional<Prediction> reference,
    Optional<LocalText> published,
    List<Counterfactual> counterfactuals,
    Optional<Counterfactual> together)
    implements Explanation {

  /** By how much the sum of the contributions may differ from predictor minus base. */
  public static final double TOLERANCE = 1e-6;

  private static final Comparator<Influence> LARGEST_FIRST =
      Comparator.<Influence>comparingDouble(it -> -Math.abs(it.contribution()))
          .thenComparing(it -> it.actual().input().name());

  /**
   * @throws IllegalArgumentException if the contributions do not add up
   */
  public PredictionExplanation {
    influences = influences.stream().sorted(LARGEST_FIRST).toList();
    strata = List.copyOf(strata);
    assumed = List.copyOf(assumed);
    counterfactuals = List.copyOf(counterfactuals);
    Attribution attribution = prediction.attribution();
    double sum = influences.stream().mapToDouble(Influence::contribution).sum();
    double difference = Math.abs(sum - (attribution.predictor() - attribution.base()));
    if (!(difference <= TOLERANCE)) {
      throw new IllegalArgumentException(
          "contributions to %s of %s differ by %s from predictor minus base"
              .formatted(outcome.id(), card.id(), difference));
    }
  }

  /** Sum of all contributions. */
  public double sum() {
    return influences.stream().mapToDouble(Influence::contribution).sum();
  }
}
