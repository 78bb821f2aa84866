package org.andiron.risk.model;

import java.util.List;

/**
 * What the inputs have to do with a result. The contributions add up to predictor minus base,
 * within 1e-6.
 *
 * <p>Where a term has several inputs, each gets its Shapley value: the change of the term when the
 * input goes from its reference to its value, averaged over all orders in which the inputs can
 * change. Inputs that choose the stratum, as sex does in many equations, have no contribution: the
 * reference is a person of the same stratum.
 *
 * @param predictor of the person, before any rounding
 * @param base predictor of the reference that the equation declares; 0 points for scores
 * @param contributions of all inputs of the outcome, in the order of the equation
 */
public record Attribution(
    Scale scale, double predictor, double base, List<Contribution> contributions) {

  public Attribution {
    contributions = List.copyOf(contributions);
  }
}
