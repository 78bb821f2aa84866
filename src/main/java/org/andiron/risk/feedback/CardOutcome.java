package org.andiron.risk.feedback;

import java.util.Arrays;
import java.util.Optional;

/** What a user did with a card, as CDS Hooks has it. */
public enum CardOutcome {
  ACCEPTED("accepted"),
  OVERRIDDEN("overridden");

  private final String code;

  CardOutcome(String code) {
    this.code = code;
  }

  /** As clients say it. */
  public String code() {
    return code;
  }

  /** The outcome of that code. */
  public static Optional<CardOutcome> of(String code) {
    return Arrays.stream(values()).filter(it -> it.code.equals(code)).findFirst();
  }
}
