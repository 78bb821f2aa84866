package org.andiron.risk.learning;

import org.andiron.risk.learning.algorithm.Algorithm;
import org.andiron.risk.learning.algorithm.Hyperparameters;

/**
 * What cross-validation said of one choice of hyperparameters.
 *
 * @param loss of rows that it had not seen: mean logarithmic loss after Platt's calibration, or
 *     mean squared error of quantities; the least is taken
 */
public record Trial(Algorithm algorithm, Hyperparameters hyperparameters, double loss) {}
