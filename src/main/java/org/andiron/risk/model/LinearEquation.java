package org.andiron.risk.model;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sums of terms, one for each stratum of each outcome.
 *
 * @param reference values of all inputs of terms, with which people are compared
 * @param scores by outcome, of equations that give scores
 */
record LinearEquation(
    Link link,
    FeatureVector reference,
    Map<String, List<Stratum>> strata,
    Map<String, Range> scores)
    implements Predictor {

  @Override
  public Set<String> outcomes() {
    return strata.keySet();
  }

  @Override
  public Set<String> inputs(String outcome) {
    Set<String> inputs = new LinkedHashSet<>();
    for (Stratum stratum : of(outcome)) {
      inputs.addAll(stratum.when().inputs());
      stratum.terms().forEach(term -> inputs.addAll(term.inputs()));
    }
    return inputs;
  }

  @Override
  public Estimate estimate(String outcome, FeatureVector inputs) {
    InputSource person = InputSource.of(inputs);
    Stratum stratum =
        of(outcome).stream()
            .filter(it -> it.when().holds(person))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no stratum for " + outcome));
    Attribution attribution = attribution(outcome, stratum, person);
    double predictor = attribution.predictor();
    return switch (link) {
      case COX ->
          Estimate.ofProbability(
              1
                  - StrictMath.pow(
                      stratum.baselineSurvival().orElseThrow(), StrictMath.exp(predictor)),
              attribution);
      case LOGISTIC -> Estimate.ofProbability(1 / (1 + StrictMath.exp(-predictor)), attribution);
      case SCORE ->
          Estimate.ofScore(
              scores.getOrDefault(outcome, Range.ALL).nearest(Math.floor(predictor + 0.5)),
              attribution);
      case PRODUCT -> Estimate.ofQuantity(StrictMath.exp(predictor), attribution);
    };
  }

  private Attribution attribution(String outcome, Stratum stratum, InputSource person) {
    InputSource average = InputSource.of(reference);
    Map<String, Double> sums = new LinkedHashMap<>();
    inputs(outcome).forEach(input -> sums.put(input, 0.0));
    TermShares shares = new TermShares(person, average);
    stratum.terms().forEach(term -> shares.add(term, sums));
    return new Attribution(
        link.scale(),
        stratum.predictor(person),
        stratum.predictor(average),
        sums.entrySet().stream()
            .map(sum -> new Contribution(sum.getKey(), sum.getValue()))
            .toList());
  }

  private List<Stratum> of(String outcome) {
    List<Stratum> found = strata.get(outcome);
    if (found == null) {
      throw new IllegalArgumentException("no outcome " + outcome);
    }
    return found;
  }
}
