package org.andiron.risk.learning.preprocessing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.FeatureVector;
import org.jspecify.annotations.Nullable;

/**
 * A column of the rows of numbers: {@code (number - centre) / scale}.
 *
 * @param input of which it is made
 * @param category for {@link Encoding#CATEGORY}: the code that has 1; null otherwise
 * @param absent number of people without the input; null if they have none, NaN in the row
 * @param centre mean of the training rows, or 0 if the column is not standardised
 * @param scale standard deviation of the training rows, or 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Column(
    String input,
    Encoding encoding,
    @Nullable String category,
    @Nullable Double absent,
    double centre,
    double scale) {

  private static final double CONSTANT = 1e-12;

  /** Which number an input becomes. */
  public enum Encoding {
    /** The number of a quantity itself. */
    @JsonProperty("quantity")
    QUANTITY,
    /** 1 if it holds, otherwise 0. */
    @JsonProperty("truth")
    TRUTH,
    /** 1 for one of the categories, 0 for all others. */
    @JsonProperty("category")
    CATEGORY,
    /** 1 if the input is missing, otherwise 0. */
    @JsonProperty("absence")
    ABSENCE
  }

  /**
   * @throws IllegalArgumentException if a number is not finite, the scale is not above 0, or there
   *     is a category where there is none to be, or none where there is
   */
  public Column {
    if (!Double.isFinite(centre)
        || !(scale > 0 && Double.isFinite(scale))
        || (absent != null && !Double.isFinite(absent))) {
      throw new IllegalArgumentException("column of " + input + " has no usable numbers");
    }
    if ((category != null) != (encoding == Encoding.CATEGORY)) {
      throw new IllegalArgumentException("column of " + input + " must have a category, or none");
    }
  }

  /** The number in this column; NaN if the input is missing and is left so. */
  double of(FeatureVector inputs) {
    return (raw(inputs.get(input).orElse(null)) - centre) / scale;
  }

  double raw(@Nullable FeatureValue value) {
    if (encoding == Encoding.ABSENCE) {
      return value == null ? 1 : 0;
    }
    if (value == null) {
      return absent == null ? Double.NaN : absent;
    }
    if (value instanceof Quantity quantity && encoding == Encoding.QUANTITY) {
      return quantity.value();
    }
    if (value instanceof Truth truth && encoding == Encoding.TRUTH) {
      return truth.value() ? 1 : 0;
    }
    if (value instanceof Category actual && encoding == Encoding.CATEGORY) {
      return actual.code().equals(category) ? 1 : 0;
    }
    throw new IllegalArgumentException(input + " has another kind of value than its column");
  }

  Column standardised(double mean, double deviation) {
    // A constant column says nothing; what arithmetic leaves of its deviation must not be divided
    // by.
    boolean varies = deviation > CONSTANT * Math.max(1, Math.abs(mean));
    return new Column(input, encoding, category, absent, mean, varies ? deviation : 1);
  }
}
