package org.andiron.risk.learning.preprocessing;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.andiron.risk.model.FeatureVector;

/**
 * How the inputs of a person become a row of numbers. It is data, and the same in training and in
 * use.
 *
 * @param columns in their order; those of one input stand together
 * @param mayLack inputs without which there is a row, as some training rows lacked them
 */
public record Preprocessing(List<Column> columns, List<String> mayLack) {

  /**
   * @throws IllegalArgumentException if there is no column, or one that may be lacking is in none
   */
  public Preprocessing {
    columns = List.copyOf(columns);
    mayLack = List.copyOf(mayLack);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("no columns");
    }
    Set<String> known = new LinkedHashSet<>();
    columns.forEach(column -> known.add(column.input()));
    for (String input : mayLack) {
      if (!known.contains(input)) {
        throw new IllegalArgumentException(input + " is in no column");
      }
    }
  }

  /** Inputs of which the columns are made, each once. */
  @JsonIgnore
  public List<String> inputs() {
    return columns.stream().map(Column::input).distinct().toList();
  }

  /** For each column, the place of its input in {@link #inputs}. */
  @JsonIgnore
  public int[] inputOfColumn() {
    List<String> inputs = inputs();
    return columns.stream().mapToInt(column -> inputs.indexOf(column.input())).toArray();
  }

  /**
   * The row of a person.
   *
   * @throws IllegalArgumentException if an input is missing that no training row lacked, or is of
   *     another kind
   */
  public double[] row(FeatureVector inputs) {
    double[] row = new double[columns.size()];
    for (int i = 0; i < row.length; i++) {
      Column column = columns.get(i);
      if (inputs.get(column.input()).isEmpty() && !mayLack.contains(column.input())) {
        throw new IllegalArgumentException(column.input() + " is missing");
      }
      row[i] = column.of(inputs);
    }
    return row;
  }

  /** The rows of people. */
  public double[][] rows(Collection<FeatureVector> people) {
    return people.stream().map(this::row).toArray(double[][]::new);
  }
}
