package org.andiron.risk.model;

/** What values an input has. */
public enum InputKind {
  QUANTITY("quantity"),
  TRUTH("truth"),
  CATEGORY("category");

  private final String code;

  InputKind(String code) {
    this.code = code;
  }

  /** Its name in model.json. */
  public String code() {
    return code;
  }

  /** The kind of a value. */
  public static InputKind of(FeatureValue value) {
    if (value instanceof FeatureValue.Quantity) {
      return QUANTITY;
    }
    return value instanceof FeatureValue.Truth ? TRUTH : CATEGORY;
  }
}
