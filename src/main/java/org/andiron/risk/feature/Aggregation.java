package org.andiron.risk.feature;

/** How several values become one. */
public enum Aggregation {
  LAST,
  FIRST,
  MIN,
  MAX,
  MEAN,
  /** How many there are. */
  COUNT,
  /** Of the straight line through the values by least squares, per year of 365.25 days. */
  SLOPE,
  /** From the last of them to the time asked for, in the unit of the feature. */
  TIME_SINCE,
  /**
   * Share of time, in percent, in which the straight lines from each value to the next are within
   * the target range; F. R. Rosendaal et al., Thromb Haemost 69 (1993) 236.
   */
  TIME_IN_RANGE,
  /** True if there are as many as the feature asks for that are true. */
  ANY,
  /** The category that the definition names first. */
  STRONGEST,
  /** Days from admission to discharge, or to the time asked for. */
  STAY_LENGTH
}
