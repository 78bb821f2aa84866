package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Figures that are made of all rows, and then of the same resamples. */
final class QuantityBootstrap {

  private final List<Part> parts = new ArrayList<>();
  private int columns;

  /** Makes figures of how often each row counts; NaN where there is none. */
  @FunctionalInterface
  interface Figures {
    double[] of(int[] counts);
  }

  private record Part(Figures figures, int column) {}

  /**
   * Adds figures and says in which column the first will be.
   *
   * @param number how many there are
   */
  int add(Figures figures, int number) {
    int column = columns;
    parts.add(new Part(figures, column));
    columns += number;
    return column;
  }

  /** All rows, then the resamples. */
  Replicates run(int rows, QuantitySettings settings, Resampler resampler) {
    int[] once = new int[rows];
    Arrays.fill(once, 1);
    double[] figures = new double[columns];
    parts.forEach(it -> place(it, once, figures));
    double[][] replicates = new double[settings.resamples()][columns];
    SplittableRandom random = new SplittableRandom(settings.seed());
    for (double[] replicate : replicates) {
      int[] counts = resampler.draw(random.split());
      parts.forEach(it -> place(it, counts, replicate));
    }
    return new Replicates(figures, replicates, settings.level());
  }

  private static void place(Part part, int[] counts, double[] figures) {
    double[] some = part.figures().of(counts);
    System.arraycopy(some, 0, figures, part.column(), some.length);
  }
}
