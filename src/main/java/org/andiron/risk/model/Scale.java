package org.andiron.risk.model;

/** In what unit a predictor, its base and the contributions of inputs are. */
public enum Scale {
  /** Logarithm of the odds: logistic models. */
  LOG_ODDS,
  /**
   * Logarithm of the hazard relative to the average of the cohort: Cox models. It is not that of
   * the odds; for small risks both are near.
   */
  LOG_HAZARD,
  /** Points of a score. */
  POINTS,
  /** Logarithm of a quantity that is a product. */
  LOG_QUANTITY,
  /** The unit of the quantity that is predicted: sums of terms without any transformation. */
  QUANTITY
}
