package org.andiron.risk.model;

import java.time.LocalDate;
import java.util.List;

/** Why a model does not answer. */
public sealed interface RefusalReason {

  /** An input without which there is no answer is not there. */
  record Missing(String input) implements RefusalReason {}

  /** An input has another kind of value than the model takes. */
  record WrongKind(String input, InputKind expected, InputKind actual) implements RefusalReason {}

  /** A number for which the model does not hold. */
  record OutOfRange(String input, double value, Range limit) implements RefusalReason {}

  /** A category that the model does not know. */
  record UnknownCategory(String input, String code, List<String> known) implements RefusalReason {}

  /** The model is not made for such people. */
  record Excluded(String input, FeatureValue value, LocalText because) implements RefusalReason {}

  /** The numbers are within all limits, and the result is none. */
  record NotComputable(String outcome) implements RefusalReason {}

  /** Nobody has evaluated the model. */
  record NotEvaluated() implements RefusalReason {}

  /** The model was not to be used after a day that has passed. */
  record Expired(LocalDate lastDay) implements RefusalReason {}
}
