package org.andiron.risk.learning.preprocessing;

/** What stands in a row for an input that is missing. */
public enum MissingValues {
  /** The median of a quantity, the most frequent value of others. */
  IMPUTED,
  /** The same, with a column beside it that says that the input was missing. */
  INDICATED,
  /** Nothing, for algorithms that know what to do with it. */
  LEFT
}
