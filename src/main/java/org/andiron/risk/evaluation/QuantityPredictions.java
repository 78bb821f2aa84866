package org.andiron.risk.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that a model predicted, row by row, and those that came about. A row is one prediction
 * for one patient; a patient may have several. Immutable.
 */
public final class QuantityPredictions {

  private final double[] predicted;
  private final double[] observed;
  private final double trainingMean;
  private final @Nullable List<String> patients;
  private final Map<String, List<@Nullable String>> groups;

  private QuantityPredictions(
      double[] predicted,
      double[] observed,
      double trainingMean,
      @Nullable List<String> patients,
      Map<String, List<@Nullable String>> groups) {
    this.predicted = predicted;
    this.observed = observed;
    this.trainingMean = trainingMean;
    this.patients = patients;
    this.groups = groups;
  }

  /**
   * Predictions, each for a patient of its own.
   *
   * @param observed in the same order
   * @param trainingMean mean outcome of those whom the model was learned of: what would be
   *     predicted of anybody without a model
   * @throws IllegalArgumentException if there are none, the numbers of rows differ, or a number is
   *     not finite
   */
  public static QuantityPredictions of(double[] predicted, double[] observed, double trainingMean) {
    if (predicted.length == 0) {
      throw new IllegalArgumentException("no predictions");
    }
    requireRows("outcomes", observed.length, predicted.length);
    for (int row = 0; row < predicted.length; row++) {
      if (!Double.isFinite(predicted[row]) || !Double.isFinite(observed[row])) {
        throw new IllegalArgumentException("row %d is not finite".formatted(row));
      }
    }
    if (!Double.isFinite(trainingMean)) {
      throw new IllegalArgumentException("the mean of the training is not finite");
    }
    return new QuantityPredictions(
        predicted.clone(), observed.clone(), trainingMean, null, Map.of());
  }

  /**
   * These, with whose they are.
   *
   * @param patients for each row; equal for rows of the same patient
   * @throws IllegalArgumentException if there are not as many as rows
   */
  public QuantityPredictions ofPatients(List<String> patients) {
    requireRows("patients", patients.size(), size());
    return new QuantityPredictions(
        predicted, observed, trainingMean, List.copyOf(patients), groups);
  }

  /**
   * These, with the groups that an attribute makes of them.
   *
   * @param attribute such as {@code sex}
   * @param values for each row; null where it is not recorded
   * @throws IllegalArgumentException if there are not as many as rows, or the attribute is there
   *     already
   */
  public QuantityPredictions groupedBy(String attribute, List<@Nullable String> values) {
    requireRows("values of " + attribute, values.size(), size());
    Map<String, List<@Nullable String>> more = new LinkedHashMap<>(groups);
    if (more.put(attribute, Collections.unmodifiableList(new ArrayList<>(values))) != null) {
      throw new IllegalArgumentException("groups by " + attribute + " are there already");
    }
    return new QuantityPredictions(
        predicted, observed, trainingMean, patients, Collections.unmodifiableMap(more));
  }

  private static void requireRows(String what, int found, int rows) {
    if (found != rows) {
      throw new IllegalArgumentException("%d %s for %d rows".formatted(found, what, rows));
    }
  }

  /** Number of rows. */
  public int size() {
    return predicted.length;
  }

  double predicted(int row) {
    return predicted[row];
  }

  double observed(int row) {
    return observed[row];
  }

  double trainingMean() {
    return trainingMean;
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
