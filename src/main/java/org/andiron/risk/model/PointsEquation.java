package org.andiron.risk.model;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Tables of points, one for each outcome. The sum of the points is the score. */
record PointsEquation(Map<String, PointTable> tables) implements Predictor {

  /** The lines of one outcome, and what is published of scores. */
  record PointTable(List<PointItem> items, Optional<PublishedTable> published) {

    PointTable {
      items = List.copyOf(items);
    }
  }

  @Override
  public Set<String> outcomes() {
    return tables.keySet();
  }

  @Override
  public Set<String> inputs(String outcome) {
    Set<String> inputs = new LinkedHashSet<>();
    of(outcome).items().forEach(item -> inputs.addAll(item.inputs()));
    return inputs;
  }

  @Override
  public Set<String> strata(String outcome) {
    Set<String> strata = inputs(outcome);
    of(outcome).items().forEach(item -> strata.remove(item.input()));
    return strata;
  }

  @Override
  public Optional<LocalText> published(String outcome) {
    return of(outcome).published().map(PublishedTable::source);
  }

  @Override
  public Estimate estimate(String outcome, FeatureVector inputs) {
    InputSource person = InputSource.of(inputs);
    PointTable table = of(outcome);
    Map<String, Double> sums = new LinkedHashMap<>();
    inputs(outcome).forEach(input -> sums.put(input, 0.0));
    double score = 0;
    double highest = 0;
    for (PointItem item : table.items()) {
      if (item.when().holds(person)) {
        double points = item.of(person);
        sums.merge(item.input(), points, Double::sum);
        score += points;
        highest = Math.max(highest, points);
      }
    }
    double sum = score;
    return new Estimate(
        table.published().map(it -> it.of(sum, PublishedTable.Kind.PROBABILITY)).orElse(NONE),
        OptionalDouble.of(score),
        NONE,
        table.published().map(it -> it.of(sum, PublishedTable.Kind.ANNUAL_RATE)).orElse(NONE),
        OptionalDouble.of(highest),
        new Attribution(
            Scale.POINTS,
            score,
            0,
            sums.entrySet().stream()
                .map(it -> new Contribution(it.getKey(), it.getValue()))
                .toList()));
  }

  private static final OptionalDouble NONE = OptionalDouble.empty();

  private PointTable of(String outcome) {
    PointTable found = tables.get(outcome);
    if (found == null) {
      throw new IllegalArgumentException("no outcome " + outcome);
    }
    return found;
  }
}
