package org.andiron.risk.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A figure that data gave, or why they gave none. As JSON {@code {"value":0.8,"interval":{…}}} or
 * {@code {"undefined":"NO_EVENTS"}}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(Estimate.Defined.class),
  @JsonSubTypes.Type(Estimate.Undefined.class)
})
public sealed interface Estimate {

  /**
   * A figure.
   *
   * @param value of all rows, finite
   * @param interval of the bootstrap; null if none was asked for, or if the figure was undefined
   *     for more than one resample in twenty
   */
  record Defined(
      double value, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Interval interval)
      implements Estimate {

    /**
     * @throws IllegalArgumentException if the value is not finite
     */
    public Defined {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a figure is finite, not " + value);
      }
    }
  }

  /** No figure. */
  record Undefined(@JsonProperty("undefined") Reason reason) implements Estimate {}

  /** Why there is no figure. */
  enum Reason {
    /** Nobody had the outcome. */
    NO_EVENTS,
    /** Everybody had the outcome. */
    NO_NON_EVENTS,
    /** No prediction reaches the threshold. */
    NO_POSITIVE_PREDICTIONS,
    /** All predictions reach the threshold. */
    NO_NEGATIVE_PREDICTIONS,
    /** All predictions are the same. */
    NO_VARIATION,
    /** All outcomes are what is predicted of who knows nothing, so there is nothing to explain. */
    NOTHING_TO_EXPLAIN,
    /** The predictions tell those with the outcome from all others, so the fit has no end. */
    SEPARATED,
    /** All predictions are 0, so nothing can be divided by what was expected. */
    NOTHING_EXPECTED,
    /** Too few had the outcome, or had not, to say anything of this group. */
    INSUFFICIENT
  }

  /** The figure, if there is one. */
  default OptionalDouble figure() {
    return this instanceof Defined defined
        ? OptionalDouble.of(defined.value())
        : OptionalDouble.empty();
  }

  /** Its interval, if there is one. */
  default Optional<Interval> between() {
    return this instanceof Defined defined
        ? Optional.ofNullable(defined.interval())
        : Optional.empty();
  }
}
