package org.andiron.risk.learning.algorithm;

import java.util.List;
import org.andiron.risk.learning.preprocessing.MissingValues;
import org.andiron.risk.learning.scoring.Artefact;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Reference;

/**
 * A way to learn. The same rows, hyperparameters and seed give the same artefact, byte for byte, on
 * the same machine with the same libraries.
 */
public interface Algorithm {

  /** Its name in settings and in {@code learned.json}. */
  String code();

  /** Its name for readers. */
  String title();

  /** The publication of the algorithm or its library. */
  Reference reference();

  /** Whether it learns {@link OutcomeOutput#PROBABILITY} or {@link OutcomeOutput#QUANTITY}. */
  OutcomeOutput output();

  /** Whether its columns must have mean 0 and standard deviation 1. */
  boolean needsStandardised();

  /**
   * What stands for missing inputs.
   *
   * @param wished what should, where the algorithm has a choice
   */
  MissingValues missing(MissingValues wished);

  /** Hyperparameters that are tried, from simple to less simple. */
  List<Hyperparameters> grid();

  /**
   * Learns.
   *
   * @param rows of numbers, all of the same length
   * @param outcomes one for each row: 0 or 1, or quantities
   * @throws IllegalArgumentException if rows or hyperparameters are not as it needs them
   */
  Artefact fit(double[][] rows, double[] outcomes, Hyperparameters hyperparameters, long seed);
}
