package org.andiron.risk.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** A line of a point table: what an input adds to the score of those for whom the line holds. */
sealed interface PointItem {

  /** The input that adds. */
  String input();

  /** For whom the line holds. */
  Condition when();

  /** Points for the input, whether the line holds or not. */
  double of(InputSource source);

  default Set<String> inputs() {
    Set<String> inputs = new LinkedHashSet<>();
    inputs.add(input());
    inputs.addAll(when().inputs());
    return inputs;
  }

  /**
   * A quantity in bands.
   *
   * @param decimals to which it is rounded before, half up, as those who write it down do
   * @param bands ascending
   */
  record Banded(String input, Condition when, OptionalInt decimals, List<Band> bands)
      implements PointItem {

    public Banded {
      bands = List.copyOf(bands);
    }

    @Override
    public double of(InputSource source) {
      double value = rounded(source.number(input));
      return bands.stream()
          .filter(band -> band.range().contains(value))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no band for " + input))
          .points();
    }

    private double rounded(double value) {
      return decimals.isEmpty()
          ? value
          : BigDecimal.valueOf(value)
              .setScale(decimals.getAsInt(), RoundingMode.HALF_UP)
              .doubleValue();
    }
  }

  /** Points if something is true, and if it is not. */
  record YesOrNo(String input, Condition when, double yes, double no) implements PointItem {

    @Override
    public double of(InputSource source) {
      return source.number(input) == 1 ? yes : no;
    }
  }

  /** Points of each category. */
  record Choice(String input, Condition when, Map<String, Double> points) implements PointItem {

    public Choice {
      points = Collections.unmodifiableMap(new LinkedHashMap<>(points));
    }

    @Override
    public double of(InputSource source) {
      return points.entrySet().stream()
          .filter(entry -> source.is(input, entry.getKey()))
          .mapToDouble(Map.Entry::getValue)
          .sum();
    }
  }
}
