package org.andiron.risk.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A number made of an input, or of the difference of two, in steps.
 *
 * @param is the factor begins as 1 if the input has this category, and as 0 otherwise
 * @param minus input that is subtracted first
 * @param replacement what takes the place of the input for some people, before the steps
 */
record Factor(
    String input,
    Optional<String> is,
    Optional<String> minus,
    Optional<Replacement> replacement,
    List<Transform> steps) {

  /**
   * A value in the place of what was measured.
   *
   * @param when truth for which it holds
   */
  record Replacement(String when, double value) {}

  Factor {
    steps = List.copyOf(steps);
  }

  Set<String> inputs() {
    Set<String> inputs = new LinkedHashSet<>();
    inputs.add(input);
    minus.ifPresent(inputs::add);
    replacement.map(Replacement::when).ifPresent(inputs::add);
    return inputs;
  }

  double value(InputSource source) {
    double value = begin(source);
    for (Transform step : steps) {
      value = step.apply(value);
    }
    return value;
  }

  private double begin(InputSource source) {
    if (is.isPresent()) {
      return source.is(input, is.get()) ? 1 : 0;
    }
    if (replacement.isPresent() && source.number(replacement.get().when()) == 1) {
      return replacement.get().value();
    }
    double value = source.number(input);
    return minus.isPresent() ? value - source.number(minus.get()) : value;
  }

  /** The same with one step more at its end. */
  Factor then(Transform step) {
    List<Transform> longer = new ArrayList<>(steps);
    longer.add(step);
    return new Factor(input, is, minus, replacement, longer);
  }
}
