package org.andiron.risk.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A coefficient times factors. */
final class Term {

  private final double coefficient;
  private final List<Factor> factors;
  private final List<String> inputs;

  Term(double coefficient, List<Factor> factors) {
    this.coefficient = coefficient;
    this.factors = List.copyOf(factors);
    Set<String> all = new LinkedHashSet<>();
    factors.forEach(factor -> all.addAll(factor.inputs()));
    this.inputs = List.copyOf(all);
  }

  /** Inputs of all factors, each once. */
  List<String> inputs() {
    return inputs;
  }

  double value(InputSource source) {
    double value = coefficient;
    for (Factor factor : factors) {
      value *= factor.value(source);
    }
    return value;
  }
}
