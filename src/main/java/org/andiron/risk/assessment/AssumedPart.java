package org.andiron.risk.assessment;

/** How much of the value of an input is assumed because nothing is recorded. */
public enum AssumedPart {
  /** Nothing: it is recorded. */
  NONE("none"),
  /** Some of what it is derived from. */
  PART("part"),
  /** All of it. */
  WHOLE("whole");

  private final String code;

  AssumedPart(String code) {
    this.code = code;
  }

  /** Its code in the extension of inputs. */
  public String code() {
    return code;
  }
}
