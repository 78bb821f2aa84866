package org.andiron.risk.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows from the highest prediction to the lowest. Equal predictions follow each other; among them
 * the order depends on what the rows say, never on where they were, so that rows in another order
 * give the same figures to the last bit, also after resampling.
 */
final class Ranking {

  private final double[] probabilities;
  private final boolean[] outcomes;
  private final int[] places;
  private final int[] ties;

  /**
   * @param places of the rows in the ranking of which this is a part
   */
  private Ranking(double[] probabilities, boolean[] outcomes, int[] places) {
    this.probabilities = probabilities;
    this.outcomes = outcomes;
    this.places = places;
    this.ties = ties(probabilities);
  }

  /** Row numbers in the order of the ranking. */
  static int[] order(Predictions predictions) {
    int[] patients = patientNumbers(predictions);
    Comparator<Integer> order =
        Comparator.<Integer>comparingDouble(row -> -predictions.probability(row))
            .thenComparing(predictions::outcome)
            .thenComparingInt(row -> patients[row]);
    for (List<@Nullable String> values : predictions.groups().values()) {
      order = order.thenComparing(row -> Objects.requireNonNullElse(values.get(row), ""));
    }
    Integer[] rows = new Integer[predictions.size()];
    Arrays.setAll(rows, row -> row);
    Arrays.sort(rows, order);
    return Arrays.stream(rows).mapToInt(Integer::intValue).toArray();
  }

  /**
   * @param order of {@link #order}
   */
  static Ranking of(Predictions predictions, int[] order) {
    double[] probabilities = new double[order.length];
    boolean[] outcomes = new boolean[order.length];
    int[] places = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      probabilities[i] = predictions.probability(order[i]);
      outcomes[i] = predictions.outcome(order[i]);
      places[i] = i;
    }
    return new Ranking(probabilities, outcomes, places);
  }

  /**
   * Numbers from 0 for the patients, in the order of their names. Without patients all rows have
   * the same one, which leaves their order to what else they say.
   */
  static int[] patientNumbers(Predictions predictions) {
    return patientNumbers(predictions.patients(), predictions.size());
  }

  /**
   * Numbers of patients, by their names.
   *
   * @param patients for each row; null for no numbers but 0
   */
  static int[] patientNumbers(@Nullable List<String> patients, int rows) {
    int[] numbers = new int[rows];
    if (patients != null) {
      Map<String, Integer> byName = new HashMap<>();
      new TreeSet<>(patients).forEach(name -> byName.put(name, byName.size()));
      Arrays.setAll(
          numbers, row -> Objects.requireNonNull(byName.get(patients.get(row))).intValue());
    }
    return numbers;
  }

  /** The rows at some places of this ranking, which is a whole one. */
  Ranking part(IntPredicate chosen) {
    int[] chosenPlaces = Arrays.stream(places).filter(chosen).toArray();
    double[] some = new double[chosenPlaces.length];
    boolean[] theirs = new boolean[chosenPlaces.length];
    for (int i = 0; i < chosenPlaces.length; i++) {
      some[i] = probabilities[chosenPlaces[i]];
      theirs[i] = outcomes[chosenPlaces[i]];
    }
    return new Ranking(some, theirs, chosenPlaces);
  }

  private static int[] ties(double[] probabilities) {
    int[] ends = new int[probabilities.length];
    int found = 0;
    for (int i = 1; i <= probabilities.length; i++) {
      if (i == probabilities.length || probabilities[i] != probabilities[i - 1]) {
        ends[found++] = i;
      }
    }
    return Arrays.copyOf(ends, found);
  }

  int size() {
    return probabilities.length;
  }

  double probability(int rank) {
    return probabilities[rank];
  }

  boolean outcome(int rank) {
    return outcomes[rank];
  }

  /** Where in the ranking of which this is a part. */
  int place(int rank) {
    return places[rank];
  }

  /** The rank after the last one of each run of equal predictions. */
  int[] ties() {
    return ties;
  }

  /** How many predictions reach a threshold. */
  int reaching(double threshold) {
    int low = 0;
    int high = probabilities.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (probabilities[middle] >= threshold) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
