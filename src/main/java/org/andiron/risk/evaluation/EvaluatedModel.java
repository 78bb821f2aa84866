package org.andiron.risk.evaluation;

import java.time.Instant;
import java.util.List;

/**
 * What was evaluated, on whom. All texts are shown as they are.
 *
 * @param name of the model
 * @param version of the model
 * @param outcome that it predicts, and within which time
 * @param cohort on whom it was evaluated, and how they were chosen
 * @param evaluated when
 * @param synthetic whether the patients are made up, so that the figures say nothing of real ones
 * @param notes what else a reader should know
 */
public record EvaluatedModel(
    String name,
    String version,
    String outcome,
    String cohort,
    Instant evaluated,
    boolean synthetic,
    List<String> notes) {

  public EvaluatedModel {
    notes = List.copyOf(notes);
  }
}
