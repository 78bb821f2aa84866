package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts rows in ranges of equal width. */
final class QuantityGrid {

  private static final int PARTS = 40;

  private final double low;
  private final double width;

  private QuantityGrid(double low, double high) {
    this.low = low;
    // Divided before they are subtracted, so that no width is too large for a number.
    this.width = high / PARTS - low / PARTS;
  }

  /** From the lowest of all values to the highest. */
  static QuantityGrid over(double[]... values) {
    return new QuantityGrid(
        Arrays.stream(values).flatMapToDouble(Arrays::stream).min().orElseThrow(),
        Arrays.stream(values).flatMapToDouble(Arrays::stream).max().orElseThrow());
  }

  private int part(double value) {
    return width > 0 ? Math.min(PARTS - 1, (int) ((value - low) / width)) : 0;
  }

  private double edge(int part) {
    return low + part * width;
  }

  private double middle(int part) {
    return low + (part + 0.5) * width;
  }

  /** The cells that are not empty, of this grid along and another upwards. */
  List<QuantityCell> cells(double[] along, QuantityGrid upwards, double[] up) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int row = 0; row < along.length; row++) {
      counts.merge(part(along[row]) * PARTS + upwards.part(up[row]), 1, Integer::sum);
    }
    List<QuantityCell> cells = new ArrayList<>();
    counts.forEach(
        (cell, rows) ->
            cells.add(new QuantityCell(middle(cell / PARTS), upwards.middle(cell % PARTS), rows)));
    return cells;
  }

  /** All ranges with their rows; a single one where all values are the same. */
  List<ResidualBar> bars(double[] values) {
    int[] rows = new int[width > 0 ? PARTS : 1];
    for (double value : values) {
      rows[part(value)]++;
    }
    List<ResidualBar> bars = new ArrayList<>();
    for (int part = 0; part < rows.length; part++) {
      bars.add(new ResidualBar(edge(part), edge(part + 1), rows[part]));
    }
    return bars;
  }
}
