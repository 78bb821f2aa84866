package org.andiron.risk.operation;

import java.util.List;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.model.RefusalReason;

/**
 * What there is to say of a patient who exists for the caller.
 *
 * @param refused whether the patient refuses to be scored by software; then there are no scores
 * @param scores by each model, in the order asked for
 */
public record ScoredPatient(boolean refused, List<Score> scores) {

  public ScoredPatient {
    scores = List.copyOf(scores);
  }

  /**
   * Those that answer or could if more were recorded. If none does, all: then it is told why none
   * applies.
   */
  List<Score> applicable() {
    List<Score> applicable = scores.stream().filter(ScoredPatient::applies).toList();
    return applicable.isEmpty() ? scores : applicable;
  }

  private static boolean applies(Score score) {
    return score.isAnswered()
        || score.refusals().stream()
            .anyMatch(
                it -> it.reasons().stream().allMatch(RefusalReason.Missing.class::isInstance));
  }
}
