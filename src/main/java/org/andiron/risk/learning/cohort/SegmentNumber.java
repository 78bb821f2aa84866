package org.andiron.risk.learning.cohort;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelInput;

/**
 * Into how many segments a cohort is divided: that number whose silhouette is the highest.
 *
 * @param segments of the number that was taken
 * @param silhouettes of all numbers that were tried
 */
public record SegmentNumber(Segments segments, SortedMap<Integer, Double> silhouettes) {

  public SegmentNumber {
    silhouettes = Collections.unmodifiableSortedMap(new TreeMap<>(silhouettes));
  }

  /**
   * Tries numbers from 2 on; of several that are equally good the least is taken.
   *
   * @param most the largest
   * @throws IllegalArgumentException as {@link Segments#of} does
   */
  public static SegmentNumber best(
      List<ModelInput> inputs, List<FeatureVector> people, int most, long seed) {
    TreeMap<Integer, Double> silhouettes = new TreeMap<>();
    Segments best = Segments.of(inputs, people, 2, seed);
    silhouettes.put(2, best.silhouette());
    for (int number = 3; number <= Math.min(most, people.size()); number++) {
      Segments segments = Segments.of(inputs, people, number, seed);
      silhouettes.put(number, segments.silhouette());
      best = segments.silhouette() > best.silhouette() ? segments : best;
    }
    return new SegmentNumber(best, silhouettes);
  }
}
