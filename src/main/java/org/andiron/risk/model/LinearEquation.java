package org.andiron.risk.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sums of terms, one for each stratum of each outcome. */
final class LinearEquation implements Predictor {

  private final Link link;
  private final FeatureVector reference;
  private final Map<String, List<Stratum>> strata;
  private final Map<String, Range> scores;
  private final Map<String, Set<String>> inputs = new HashMap<>();

  /**
   * An equation.
   *
   * @param reference values of all inputs of terms, with which people are compared
   * @param scores by outcome, of equations that give scores
   */
  LinearEquation(
      Link link,
      FeatureVector reference,
      Map<String, List<Stratum>> strata,
      Map<String, Range> scores) {
    this.link = link;
    this.reference = reference;
    this.strata = Map.copyOf(strata);
    this.scores = Map.copyOf(scores);
    strata.forEach((outcome, all) -> inputs.put(outcome, inputs(all)));
  }

  private static Set<String> inputs(List<Stratum> strata) {
    Set<String> inputs = new LinkedHashSet<>();
    for (Stratum stratum : strata) {
      inputs.addAll(stratum.when().inputs());
      stratum.terms().forEach(term -> inputs.addAll(term.inputs()));
    }
    return Collections.unmodifiableSet(inputs);
  }

  @Override
  public Set<String> outcomes() {
    return strata.keySet();
  }

  @Override
  public Set<String> inputs(String outcome) {
    return of(inputs, outcome);
  }

  @Override
  public Set<String> strata(String outcome) {
    Set<String> strata = new LinkedHashSet<>();
    of(this.strata, outcome).forEach(stratum -> strata.addAll(stratum.when().inputs()));
    for (Stratum stratum : of(this.strata, outcome)) {
      stratum.terms().forEach(term -> term.inputs().forEach(strata::remove));
    }
    return strata;
  }

  @Override
  public FeatureVector reference() {
    return reference;
  }

  @Override
  public Estimate estimate(String outcome, FeatureVector inputs) {
    InputSource person = InputSource.of(inputs);
    Stratum stratum =
        of(strata, outcome).stream()
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
              scores.getOrDefault(outcome, Range.ALL).nearest(Rounding.halfUp(predictor, 0)),
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

  private static <T> T of(Map<String, T> parts, String outcome) {
    T part = parts.get(outcome);
    if (part == null) {
      throw new IllegalArgumentException("no outcome " + outcome);
    }
    return part;
  }
}
