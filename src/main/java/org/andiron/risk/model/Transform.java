package org.andiron.risk.model;

import java.util.OptionalDouble;

/** A step from an input to a factor of a term. */
record Transform(Kind kind, OptionalDouble operand) {

  enum Kind {
    LN("ln", false),
    SQUARE("square", false),
    NOT("not", false),
    SUBTRACT("subtract", true),
    DIVIDE("divide", true),
    MULTIPLY("multiply", true),
    AT_LEAST("atLeast", true),
    AT_MOST("atMost", true);

    private final String code;
    private final boolean withOperand;

    Kind(String code, boolean withOperand) {
      this.code = code;
      this.withOperand = withOperand;
    }

    String code() {
      return code;
    }

    boolean withOperand() {
      return withOperand;
    }
  }

  /** The natural logarithm. */
  static final Transform LN = new Transform(Kind.LN, OptionalDouble.empty());

  double apply(double x) {
    double by = operand.orElse(0);
    return switch (kind) {
      case LN -> StrictMath.log(x);
      case SQUARE -> x * x;
      case NOT -> 1 - x;
      case SUBTRACT -> x - by;
      case DIVIDE -> x / by;
      case MULTIPLY -> x * by;
      case AT_LEAST -> Math.max(x, by);
      case AT_MOST -> Math.min(x, by);
    };
  }
}
