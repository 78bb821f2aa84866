package org.andiron.risk.explanation;

import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.Outcome;

/** What there is to say of a model's answer for one outcome, in no language yet. */
public sealed interface Explanation permits PredictionExplanation, RefusalExplanation {

  /** Card of the model. */
  ModelCard card();

  /** Outcome of the card. */
  Outcome outcome();
}
