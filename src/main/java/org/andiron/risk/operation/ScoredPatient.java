package org.andiron.risk.operation;

import java.util.List;
import org.andiron.risk.assessment.Score;

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
}
