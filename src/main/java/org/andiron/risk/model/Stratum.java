package org.andiron.risk.model;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A part of an equation, for some of the people.
 *
 * @param constant of the predictor: the intercept, or the mean of the cohort with the sign changed
 * @param baselineSurvival of Cox models, at the horizon
 */
record Stratum(Condition when, double constant, OptionalDouble baselineSurvival, List<Term> terms) {

  Stratum {
    terms = List.copyOf(terms);
  }

  double predictor(InputSource source) {
    double sum = constant;
    for (Term term : terms) {
      sum += term.value(source);
    }
    return sum;
  }
}
