package org.andiron.server.error;

import org.jspecify.annotations.Nullable;

/**
 * One failure as the client is told of it: the content of an OperationOutcome with one issue.
 *
 * @param status HTTP status, 400 to 599
 * @param code a code of <a href="https://hl7.org/fhir/R4/valueset-issue-type.html">issue-type</a>
 * @param diagnostics what is wrong and what would be right, without any value of the record
 * @param expression FHIRPath of the element at fault
 * @param location line and column of the place at fault
 */
public record ErrorReport(
    int status,
    String code,
    String diagnostics,
    @Nullable String expression,
    @Nullable String location) {

  public ErrorReport {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status must be 400 to 599: " + status);
    }
  }

  /** A failure that has no place inside a resource. */
  public static ErrorReport of(int status, String code, String diagnostics) {
    return new ErrorReport(status, code, diagnostics, null, null);
  }
}
