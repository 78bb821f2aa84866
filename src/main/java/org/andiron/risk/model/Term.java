package org.andiron.risk.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A coefficient times factors. */
record Term(double coefficient, List<Factor> factors) {

  Term {
    factors = List.copyOf(factors);
  }

  Set<String> inputs() {
    Set<String> inputs = new LinkedHashSet<>();
    factors.forEach(factor -> inputs.addAll(factor.inputs()));
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
