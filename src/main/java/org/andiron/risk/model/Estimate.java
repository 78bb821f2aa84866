package org.andiron.risk.model;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What an equation gives for one outcome.
 *
 * @param probability from 0 to 1, if the equation or a published table has one
 * @param score points, rounded as published
 * @param quantity in the unit of the outcome
 * @param annualRate events for each year of observation, where that is what is published of a
 *     score; no probability
 * @param highestItem points of the item that has most
 */
public record Estimate(
    OptionalDouble probability,
    OptionalDouble score,
    OptionalDouble quantity,
    OptionalDouble annualRate,
    OptionalDouble highestItem,
    Attribution attribution) {

  /** A probability alone. */
  public static Estimate ofProbability(double probability, Attribution attribution) {
    return new Estimate(
        OptionalDouble.of(probability),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        attribution);
  }

  static Estimate ofScore(double score, Attribution attribution) {
    return new Estimate(
        OptionalDouble.empty(),
        OptionalDouble.of(score),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        attribution);
  }

  /** A quantity alone. */
  public static Estimate ofQuantity(double quantity, Attribution attribution) {
    return new Estimate(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.of(quantity),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        attribution);
  }

  boolean isFinite() {
    DoubleStream results =
        Stream.of(probability, score, quantity, annualRate).flatMapToDouble(OptionalDouble::stream);
    DoubleStream shares = attribution.contributions().stream().mapToDouble(Contribution::value);
    return DoubleStream.concat(
            DoubleStream.of(attribution.predictor(), attribution.base()),
            DoubleStream.concat(results, shares))
        .allMatch(Double::isFinite);
  }
}
