package org.andiron.risk.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;

/** Made-up people whom a model does not refuse. */
public record People(ModelCard card) {

  /** Anybody within the limits of the card and of all its outcomes, from a seed. */
  public Arbitrary<FeatureVector> arbitrary() {
    return Arbitraries.longs().map(this::person);
  }

  /** The person of a seed. */
  public FeatureVector person(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    FeatureVector person = new FeatureVector(Map.of());
    for (ModelInput input : card.inputs()) {
      person = person.with(input.name(), value(input, random));
    }
    return person;
  }

  private FeatureValue value(ModelInput input, RandomGenerator random) {
    List<FeatureValue> excluded =
        card.exclusions().stream()
            .filter(exclusion -> exclusion.input().equals(input.name()))
            .map(Exclusion::when)
            .toList();
    return switch (input.kind()) {
      case QUANTITY -> quantity(input, random);
      case TRUTH -> among(List.of(new Truth(true), new Truth(false)), excluded, random);
      case CATEGORY ->
          among(
              input.categories().stream().<FeatureValue>map(Category::new).toList(),
              excluded,
              random);
    };
  }

  private static FeatureValue among(
      List<FeatureValue> all, List<FeatureValue> excluded, RandomGenerator random) {
    List<FeatureValue> left = new ArrayList<>(all);
    left.removeAll(excluded);
    return left.get(random.nextInt(left.size()));
  }

  /** Each tenth value is an end of the range. */
  private Quantity quantity(ModelInput input, RandomGenerator random) {
    double least = least(input.range());
    double largest = largest(input.range());
    for (Outcome outcome : card.outcomes()) {
      Range limit = outcome.limits().getOrDefault(input.name(), Range.ALL);
      least = Math.max(least, least(limit));
      largest = Math.min(largest, largest(limit));
    }
    int dice = random.nextInt(20);
    if (dice == 0) {
      return new Quantity(least);
    }
    return new Quantity(dice == 1 ? largest : random.nextDouble(least, largest));
  }

  private static double least(Range range) {
    return first(range.from(), range.above(), Math::nextUp, -1e6);
  }

  private static double largest(Range range) {
    return first(range.to(), range.below(), Math::nextDown, 1e6);
  }

  private static double first(
      OptionalDouble closed, OptionalDouble open, DoubleUnaryOperator inside, double otherwise) {
    if (closed.isPresent()) {
      return closed.getAsDouble();
    }
    return open.isPresent() ? inside.applyAsDouble(open.getAsDouble()) : otherwise;
  }
}
