package org.andiron.risk.learning.cohort;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * How well people fit into their segments: for each {@code (b - a) / max(a, b)}, with the mean
 * distance a to the others of the same segment, and b to those of the segment that is nearest
 * otherwise. 1 is best; 0 is between two segments, below it in the wrong one.
 *
 * @see <a href="https://doi.org/10.1016/0377-0427(87)90125-7">P. J. Rousseeuw, "Silhouettes: a
 *     graphical aid to the interpretation and validation of cluster analysis", Journal of
 *     Computational and Applied Mathematics 1987;20:53-65</a>
 */
final class Silhouette {

  /** All distances between more people would take too long; so many are drawn. */
  private static final int DRAWN = 1500;

  private Silhouette() {}

  /**
   * The mean of all, or of some who are drawn; of a segment of one person 0.
   *
   * @param segments how many there are; 0 comes of one
   */
  static double mean(double[][] rows, List<Integer> segmentOf, int segments, long seed) {
    if (segments < 2) {
      return 0;
    }
    List<Integer> people = drawn(rows.length, seed);
    double sum = 0;
    for (int person : people) {
      sum += of(person, people, rows, segmentOf, segments);
    }
    return sum / people.size();
  }

  private static List<Integer> drawn(int people, long seed) {
    List<Integer> all = new ArrayList<>();
    for (int person = 0; person < people; person++) {
      all.add(person);
    }
    if (people <= DRAWN) {
      return all;
    }
    Collections.shuffle(all, new Random(seed));
    return all.subList(0, DRAWN);
  }

  private static double of(
      int person, List<Integer> people, double[][] rows, List<Integer> segmentOf, int segments) {
    double[] distances = new double[segments];
    int[] others = new int[segments];
    for (int other : people) {
      if (other != person) {
        distances[segmentOf.get(other)] += distance(rows[person], rows[other]);
        others[segmentOf.get(other)]++;
      }
    }
    int own = segmentOf.get(person);
    double nearest = Double.POSITIVE_INFINITY;
    for (int segment = 0; segment < segments; segment++) {
      if (segment != own && others[segment] > 0) {
        nearest = Math.min(nearest, distances[segment] / others[segment]);
      }
    }
    if (others[own] == 0 || nearest == Double.POSITIVE_INFINITY) {
      return 0;
    }
    double within = distances[own] / others[own];
    double larger = Math.max(within, nearest);
    return larger == 0 ? 0 : (nearest - within) / larger;
  }

  private static double distance(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (one[i] - other[i]) * (one[i] - other[i]);
    }
    return Math.sqrt(sum);
  }
}
