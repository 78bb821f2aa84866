package org.andiron.consent.term;

/**
 * A code of a code system.
 *
 * @param system URI of the code system, empty if none is stated
 * @param value the code
 */
public record Code(String system, String value) {

  /** A purpose of use of v3-ActReason. */
  public static Code purpose(String value) {
    return new Code(CodeSystems.ACT_REASON, value);
  }

  /** A sensitivity of v3-ActCode. */
  public static Code sensitivity(String value) {
    return new Code(CodeSystems.ACT_CODE, value);
  }

  @Override
  public String toString() {
    return system.isEmpty() ? value : system + "|" + value;
  }
}
