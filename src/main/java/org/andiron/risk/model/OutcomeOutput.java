package org.andiron.risk.model;

/** What a model says of an outcome. */
public enum OutcomeOutput {
  /** How likely it is, from 0 to 1. */
  PROBABILITY("probability"),
  /**
   * A sum of points; what it means is in the levels, and in a probability where one is published.
   */
  SCORE("score"),
  /** A quantity that other models take as input; no risk. */
  QUANTITY("quantity");

  private final String code;

  OutcomeOutput(String code) {
    this.code = code;
  }

  /** Its name in model.json. */
  public String code() {
    return code;
  }
}
