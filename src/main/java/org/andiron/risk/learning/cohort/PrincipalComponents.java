package org.andiron.risk.learning.cohort;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelInput;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseMatrix.EigenDecomposition;

/**
 * What varies together in a cohort: the directions in which standardised inputs vary most.
 *
 * @param components from that with most variance on
 * @param coordinates of each person on each of them
 */
public record PrincipalComponents(List<Component> components, List<List<Double>> coordinates) {

  /**
   * A direction of length 1, whose largest weight is above 0.
   *
   * @param explained part of the variance of all columns
   * @param weights by input, and of a category with its code after {@code =}
   */
  public record Component(double explained, Map<String, Double> weights) {}

  public PrincipalComponents {
    components = List.copyOf(components);
    coordinates = List.copyOf(coordinates);
  }

  /**
   * Finds components.
   *
   * @param number how many at most, 1 or more
   * @throws IllegalArgumentException if there are fewer than two people, or none has an input
   */
  public static PrincipalComponents of(
      List<ModelInput> inputs, List<FeatureVector> people, int number) {
    if (number < 1 || people.size() < 2) {
      throw new IllegalArgumentException(
          "%d people have no %d components".formatted(people.size(), number));
    }
    CohortRows cohort = CohortRows.of(inputs, people);
    double[][] covariance = covariance(cohort.rows());
    EigenDecomposition decomposition =
        DenseMatrix.createDenseMatrix(covariance)
            .eigenDecomposition()
            .orElseThrow(
                () -> new IllegalArgumentException("the inputs have no principal components"));
    double total = IntStream.range(0, covariance.length).mapToDouble(i -> covariance[i][i]).sum();
    List<Integer> largestFirst =
        IntStream.range(0, covariance.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -decomposition.eigenvalues().get(i)))
            .limit(number)
            .toList();
    List<Component> components = new ArrayList<>();
    List<double[]> directions = new ArrayList<>();
    for (int i : largestFirst) {
      double[] direction = turned(decomposition.getEigenVector(i).toArray());
      directions.add(direction);
      double variance = Math.max(0, decomposition.eigenvalues().get(i));
      components.add(new Component(total == 0 ? 0 : variance / total, cohort.named(direction)));
    }
    List<List<Double>> coordinates = new ArrayList<>();
    for (double[] row : cohort.rows()) {
      coordinates.add(directions.stream().map(direction -> product(row, direction)).toList());
    }
    return new PrincipalComponents(components, coordinates);
  }

  /** The columns have mean 0. */
  private static double[][] covariance(double[][] rows) {
    int columns = rows[0].length;
    double[][] covariance = new double[columns][columns];
    for (double[] row : rows) {
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += row[i] * row[j] / rows.length;
        }
      }
    }
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < i; j++) {
        covariance[j][i] = covariance[i][j];
      }
    }
    return covariance;
  }

  /** A direction and its opposite are the same component; one of them is taken. */
  private static double[] turned(double[] direction) {
    double largest = 0;
    for (double weight : direction) {
      largest = Math.abs(weight) > Math.abs(largest) + 1e-12 ? weight : largest;
    }
    double sign = largest < 0 ? -1 : 1;
    return IntStream.range(0, direction.length).mapToDouble(i -> sign * direction[i]).toArray();
  }

  private static double product(double[] row, double[] direction) {
    return IntStream.range(0, row.length).mapToDouble(i -> row[i] * direction[i]).sum();
  }
}
