package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Measures that are made of all rows, and then of the same resamples. */
final class Bootstrap {

  private final List<Tally> tallies = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private int columns;

  private record Part(Tally tally, Measure exact, Measure resampled, int column) {}

  /**
   * A tally, which has counted all rows once, until {@link #run} counts resamples with it.
   *
   * @param ranking all rows, or a part of them
   * @param all how many rows there are in all
   */
  Tally tally(Ranking ranking, int all) {
    int[] once = new int[all];
    Arrays.fill(once, 1);
    Tally tally = new Tally(ranking).count(once);
    tallies.add(tally);
    return tally;
  }

  /** Adds a measure and says in which column its first figure will be. */
  int add(Tally tally, Measure measure) {
    return add(tally, measure, measure);
  }

  /**
   * Adds a measure that is made more quickly for resamples.
   *
   * @param resampled has as many figures as the exact one
   */
  int add(Tally tally, Measure exact, Measure resampled) {
    int column = columns;
    parts.add(new Part(tally, exact, resampled, column));
    columns += exact.of(tally).length;
    return column;
  }

  /** Measures all rows, then the resamples. */
  Replicates run(EvaluationSettings settings, Resampler resampler) {
    double[] figures = new double[columns];
    parts.forEach(it -> place(it, it.exact(), figures));
    double[][] replicates = new double[settings.resamples()][columns];
    SplittableRandom random = new SplittableRandom(settings.seed());
    for (double[] replicate : replicates) {
      int[] counts = resampler.draw(random.split());
      tallies.forEach(it -> it.count(counts));
      parts.forEach(it -> place(it, it.resampled(), replicate));
    }
    return new Replicates(figures, replicates, settings.level());
  }

  private static void place(Part part, Measure measure, double[] figures) {
    double[] some = measure.of(part.tally());
    System.arraycopy(some, 0, figures, part.column(), some.length);
  }
}
