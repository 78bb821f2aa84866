package org.andiron.risk.learning.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.andiron.risk.learning.preprocessing.Column.Encoding;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.ModelInput;
import org.jspecify.annotations.Nullable;

/**
 * What training rows, and they alone, say of how to make rows of numbers.
 *
 * @param preprocessing to be used
 * @param typical what stands for inputs that some training rows lacked, by input
 */
public record PreprocessingFit(Preprocessing preprocessing, Map<String, Typical> typical) {

  /**
   * What is usual of an input that may be missing.
   *
   * @param value the median of a quantity, the most frequent of others
   * @param missing how many training rows lacked it
   */
  public record Typical(FeatureValue value, int missing) {}

  public PreprocessingFit {
    typical = Map.copyOf(typical);
  }

  /**
   * Fits on training rows.
   *
   * @param inputs of the model
   * @param people training rows
   * @param lacking inputs that some rows lack, see {@link #lacking}; of parts of the rows those of
   *     all, so that each part has the same columns
   * @param missing what stands for inputs that are missing
   * @param standardised whether all columns are to have mean 0 and standard deviation 1
   * @throws IllegalArgumentException if there are no rows, or no row has an input
   */
  public static PreprocessingFit of(
      List<ModelInput> inputs,
      List<FeatureVector> people,
      Set<String> lacking,
      MissingValues missing,
      boolean standardised) {
    if (people.isEmpty()) {
      throw new IllegalArgumentException("no training rows");
    }
    List<Column> columns = new ArrayList<>();
    List<String> mayLack = new ArrayList<>();
    Map<String, Typical> typical = new TreeMap<>();
    for (ModelInput input : inputs) {
      List<FeatureValue> present =
          people.stream().flatMap(person -> person.get(input.name()).stream()).toList();
      if (present.isEmpty()) {
        throw new IllegalArgumentException(
            "no training row has input " + input.name() + "; leave it out of the model");
      }
      FeatureValue usual = usual(input, present);
      boolean lacked = lacking.contains(input.name());
      if (lacked) {
        mayLack.add(input.name());
        typical.put(input.name(), new Typical(usual, people.size() - present.size()));
      }
      boolean filled = lacked && missing != MissingValues.LEFT;
      columns.addAll(columns(input, filled ? usual : null));
      if (filled && missing == MissingValues.INDICATED) {
        columns.add(new Column(input.name(), Encoding.ABSENCE, null, null, 0, 1));
      }
    }
    List<Column> finished =
        standardised
            ? columns.stream().map(column -> standardised(column, people)).toList()
            : columns;
    return new PreprocessingFit(new Preprocessing(finished, mayLack), typical);
  }

  /** Inputs that some of the people lack. */
  public static Set<String> lacking(List<ModelInput> inputs, List<FeatureVector> people) {
    Set<String> lacking = new TreeSet<>();
    for (ModelInput input : inputs) {
      if (people.stream().anyMatch(person -> person.get(input.name()).isEmpty())) {
        lacking.add(input.name());
      }
    }
    return lacking;
  }

  private static List<Column> columns(ModelInput input, @Nullable FeatureValue usual) {
    return switch (input.kind()) {
      case QUANTITY -> List.of(column(input, Encoding.QUANTITY, null, usual));
      case TRUTH -> List.of(column(input, Encoding.TRUTH, null, usual));
      case CATEGORY ->
          input.categories().stream()
              .map(category -> column(input, Encoding.CATEGORY, category, usual))
              .toList();
    };
  }

  private static Column column(
      ModelInput input,
      Encoding encoding,
      @Nullable String category,
      @Nullable FeatureValue usual) {
    Column column = new Column(input.name(), encoding, category, null, 0, 1);
    return usual == null
        ? column
        : new Column(input.name(), encoding, category, column.raw(usual), 0, 1);
  }

  private static FeatureValue usual(ModelInput input, List<FeatureValue> present) {
    if (input.kind() == InputKind.QUANTITY) {
      double[] sorted =
          present.stream().mapToDouble(value -> ((Quantity) value).value()).sorted().toArray();
      int middle = sorted.length / 2;
      return new Quantity(
          sorted.length % 2 == 1
              ? sorted[middle]
              : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2);
    }
    List<FeatureValue> choices =
        input.kind() == InputKind.TRUTH
            ? List.of(new Truth(false), new Truth(true))
            : input.categories().stream().map(code -> (FeatureValue) new Category(code)).toList();
    FeatureValue most = choices.get(0);
    long highest = -1;
    for (FeatureValue choice : choices) {
      long count = present.stream().filter(choice::equals).count();
      if (count > highest) {
        most = choice;
        highest = count;
      }
    }
    return most;
  }

  /** Of what is left missing, the rows that have a number count. */
  private static Column standardised(Column column, List<FeatureVector> people) {
    double[] numbers =
        people.stream()
            .mapToDouble(person -> column.raw(person.get(column.input()).orElse(null)))
            .filter(number -> !Double.isNaN(number))
            .toArray();
    double mean = Arrays.stream(numbers).sum() / numbers.length;
    double squares = Arrays.stream(numbers).map(it -> (it - mean) * (it - mean)).sum();
    return column.standardised(mean, Math.sqrt(squares / numbers.length));
  }
}
