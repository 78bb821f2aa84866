package org.andiron.risk.operation;

import java.util.List;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.model.RefusalReason;

/**
 * What there is to say of a patient who exists for the caller.
 *
 * @param refused whether the patient refuses to be scored by software; then there are no scores
 * @param scores by each model, in the order asked for
 * @param beside by what runs beside these models, which are recorded and watched but never shown
 */
public record ScoredPatient(boolean refused, List<Score> scores, List<Score> beside) {

  /** Whoever refuses has no scores. */
  static final ScoredPatient REFUSED = new ScoredPatient(true, List.of(), List.of());

  public ScoredPatient {
    scores = List.copyOf(scores);
    beside = List.copyOf(beside);
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
