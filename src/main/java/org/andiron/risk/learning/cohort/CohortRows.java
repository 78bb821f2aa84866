package org.andiron.risk.learning.cohort;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.andiron.risk.learning.preprocessing.Column;
import org.andiron.risk.learning.preprocessing.Column.Encoding;
import org.andiron.risk.learning.preprocessing.MissingValues;
import org.andiron.risk.learning.preprocessing.Preprocessing;
import org.andiron.risk.learning.preprocessing.PreprocessingFit;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelInput;

/**
 * People as standardised rows, with the most usual value for what is missing. Each input weighs the
 * same: the columns of a category have together the variance of one.
 *
 * @param names of the columns: the input, and of a category its code after {@code =}
 * @param weights by which the columns are multiplied
 */
record CohortRows(
    Preprocessing preprocessing, List<String> names, double[] weights, double[][] rows) {

  static CohortRows of(List<ModelInput> inputs, List<FeatureVector> people) {
    Preprocessing preprocessing =
        PreprocessingFit.of(
                inputs,
                people,
                PreprocessingFit.lacking(inputs, people),
                MissingValues.IMPUTED,
                true)
            .preprocessing();
    double[] weights =
        preprocessing.columns().stream()
            .mapToDouble(
                column ->
                    1
                        / Math.sqrt(
                            preprocessing.columns().stream()
                                .filter(it -> it.input().equals(column.input()))
                                .count()))
            .toArray();
    double[][] rows = preprocessing.rows(people);
    for (double[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= weights[i];
      }
    }
    return new CohortRows(
        preprocessing,
        preprocessing.columns().stream().map(CohortRows::name).toList(),
        weights,
        rows);
  }

  /** The number in a column as it was before it was standardised. */
  double raw(int person, int i) {
    Column column = preprocessing.columns().get(i);
    return rows[person][i] / weights[i] * column.scale() + column.centre();
  }

  private static String name(Column column) {
    return column.encoding() == Encoding.CATEGORY
        ? column.input() + "=" + column.category()
        : column.input();
  }

  Map<String, Double> named(double[] numbers) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < numbers.length; i++) {
      named.put(names.get(i), numbers[i]);
    }
    return named;
  }
}
