package org.andiron.risk.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How urgently a reader is told of a level, as CDS Hooks has it. */
public enum Indicator {
  INFO("info"),
  WARNING("warning"),
  CRITICAL("critical");

  private final String code;

  Indicator(String code) {
    this.code = code;
  }

  /** Its name in model.json and on cards of CDS Hooks. */
  public String code() {
    return code;
  }

  static Optional<Indicator> of(String code) {
    return Arrays.stream(values()).filter(it -> it.code.equals(code)).findFirst();
  }

  static List<String> codes() {
    return Arrays.stream(values()).map(Indicator::code).toList();
  }
}
