package org.andiron.risk.model;

/** What a model answers to the question for one outcome. */
public sealed interface OutcomeResult permits Prediction, Refusal {

  /** Id of the outcome. */
  String outcome();
}
