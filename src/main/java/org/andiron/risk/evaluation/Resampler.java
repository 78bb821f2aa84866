package org.andiron.risk.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws how often each place of a ranking is in a resample. */
final class Resampler {

  private final int[] counts;
  private final int[] unitOfPlace;
  private final int[][] strata;

  /**
   * @param strata units that are drawn among each other
   */
  private Resampler(int[] unitOfPlace, int[][] strata) {
    this.counts = new int[unitOfPlace.length];
    this.unitOfPlace = unitOfPlace;
    this.strata = strata;
  }

  static Resampler of(Resampling resampling, Predictions predictions, int[] order) {
    int[] places = IntStream.range(0, order.length).toArray();
    if (resampling == Resampling.STRATIFIED) {
      return new Resampler(
          places,
          new int[][] {
            Arrays.stream(places).filter(place -> predictions.outcome(order[place])).toArray(),
            Arrays.stream(places).filter(place -> !predictions.outcome(order[place])).toArray()
          });
    }
    if (resampling == Resampling.PATIENTS && predictions.patients() != null) {
      int[] numbers = Ranking.patientNumbers(predictions);
      return ofUnits(Arrays.stream(order).map(row -> numbers[row]).toArray());
    }
    return ofUnits(places);
  }

  /**
   * Draws units, all of them among each other, with all their places.
   *
   * @param unitOfPlace numbers from 0, none of which is missing
   */
  static Resampler ofUnits(int[] unitOfPlace) {
    int units = Arrays.stream(unitOfPlace).max().orElse(-1) + 1;
    return new Resampler(unitOfPlace, new int[][] {IntStream.range(0, units).toArray()});
  }

  /** The counts of a resample; they hold until the next one is drawn. */
  int[] draw(SplittableRandom random) {
    int[] drawn = new int[unitOfPlace.length];
    for (int[] stratum : strata) {
      for (int i = 0; i < stratum.length; i++) {
        drawn[stratum[random.nextInt(stratum.length)]]++;
      }
    }
    for (int place = 0; place < counts.length; place++) {
      counts[place] = drawn[unitOfPlace[place]];
    }
    return counts;
  }
}
