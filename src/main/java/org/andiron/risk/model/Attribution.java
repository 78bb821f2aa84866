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
 * @param base predictor of the reference that the equation declares; 0 for tables of points, which
 *     have none; of learned models what their {@code learned.json} says
 * @param contributions of all inputs of the outcome, in the order of the equation; none at all if
 *     the model cannot tell them, see {@link #unknown}
 */
public record Attribution(
    Scale scale, double predictor, double base, List<Contribution> contributions) {

  public Attribution {
    contributions = List.copyOf(contributions);
  }

  /**
   * Of a model that cannot tell what its inputs have to do with the result, such as a network of
   * others. It has no contributions, and its base is the predictor itself, as nobody is compared.
   */
  public static Attribution unknown(Scale scale, double predictor) {
    return new Attribution(scale, predictor, predictor, List.of());
  }

  /** Whether it tells what the inputs have to do with the result. */
  public boolean isKnown() {
    return !contributions.isEmpty();
  }
}
