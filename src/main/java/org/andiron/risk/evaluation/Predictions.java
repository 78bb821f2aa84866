package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model predicted, row by row, and what came about. A row is one prediction for one patient;
 * a patient may have several. Immutable.
 */
public final class Predictions {

  private final double[] probabilities;
  private final boolean[] outcomes;
  private final @Nullable List<String> patients;
  private final Map<String, List<@Nullable String>> groups;

  private Predictions(
      double[] probabilities,
      boolean[] outcomes,
      @Nullable List<String> patients,
      Map<String, List<@Nullable String>> groups) {
    this.probabilities = probabilities;
    this.outcomes = outcomes;
    this.patients = patients;
    this.groups = groups;
  }

  /**
   * Predictions, each for a patient of its own.
   *
   * @param probabilities predicted, 0 to 1
   * @param outcomes whether it came about, in the same order
   * @throws IllegalArgumentException if there are none, the numbers differ, or a probability is not
   *     between 0 and 1
   */
  public static Predictions of(double[] probabilities, boolean[] outcomes) {
    if (probabilities.length == 0) {
      throw new IllegalArgumentException("no predictions");
    }
    requireRows("outcomes", outcomes.length, probabilities.length);
    for (int row = 0; row < probabilities.length; row++) {
      if (!(probabilities[row] >= 0 && probabilities[row] <= 1)) {
        throw new IllegalArgumentException(
            "prediction %d is no probability: %s".formatted(row, probabilities[row]));
      }
    }
    return new Predictions(probabilities.clone(), outcomes.clone(), null, Map.of());
  }

  /**
   * These, with whose they are.
   *
   * @param patients for each row; equal for rows of the same patient
   * @throws IllegalArgumentException if there are not as many as rows
   */
  public Predictions ofPatients(List<String> patients) {
    requireRows("patients", patients.size(), size());
    return new Predictions(probabilities, outcomes, List.copyOf(patients), groups);
  }

  /**
   * These, with the groups that an attribute makes of them.
   *
   * @param attribute such as {@code sex}
   * @param values for each row; null where it is not recorded
   * @throws IllegalArgumentException if there are not as many as rows, or the attribute is there
   *     already
   */
  public Predictions groupedBy(String attribute, List<@Nullable String> values) {
    requireRows("values of " + attribute, values.size(), size());
    Map<String, List<@Nullable String>> more = new LinkedHashMap<>(groups);
    if (more.put(attribute, Collections.unmodifiableList(new ArrayList<>(values))) != null) {
      throw new IllegalArgumentException("groups by " + attribute + " are there already");
    }
    return new Predictions(probabilities, outcomes, patients, Collections.unmodifiableMap(more));
  }

  private static void requireRows(String what, int found, int rows) {
    if (found != rows) {
      throw new IllegalArgumentException("%d %s for %d rows".formatted(found, what, rows));
    }
  }

  /** Number of rows. */
  public int size() {
    return probabilities.length;
  }

  /** What was predicted for a row. */
  public double probability(int row) {
    return probabilities[row];
  }

  /** What came about. */
  public boolean outcome(int row) {
    return outcomes[row];
  }

  /** Whose the rows are; null if each has a patient of its own. */
  @Nullable List<String> patients() {
    return patients;
  }

  /** Values of attributes, row by row. */
  Map<String, List<@Nullable String>> groups() {
    return groups;
  }
}
