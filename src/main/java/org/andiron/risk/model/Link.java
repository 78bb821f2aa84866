package org.andiron.risk.model;

/** How a linear predictor becomes a result. */
enum Link {
  /** 1 - S0^exp(predictor), where the mean of the cohort is subtracted from the predictor. */
  COX("cox", OutcomeOutput.PROBABILITY, Scale.LOG_HAZARD),
  /** 1 / (1 + exp(-predictor)). */
  LOGISTIC("logistic", OutcomeOutput.PROBABILITY, Scale.LOG_ODDS),
  /** The predictor, rounded to a whole number and kept in the range of the score. */
  SCORE("score", OutcomeOutput.SCORE, Scale.POINTS),
  /** exp(predictor). */
  PRODUCT("product", OutcomeOutput.QUANTITY, Scale.LOG_QUANTITY);

  private final String code;
  private final OutcomeOutput output;
  private final Scale scale;

  Link(String code, OutcomeOutput output, Scale scale) {
    this.code = code;
    this.output = output;
    this.scale = scale;
  }

  String code() {
    return code;
  }

  OutcomeOutput output() {
    return output;
  }

  Scale scale() {
    return scale;
  }
}
