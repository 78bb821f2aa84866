package org.andiron.server.error;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.sql.SQLException;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of requests that ask for more than the server does at once: 400, with an issue {@code
 * too-costly}.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-issue-type.html">Issue types</a>
 */
public final class TooCostly {

  /** SQLSTATE of a statement that was stopped. */
  private static final String STOPPED = "57014";

  private TooCostly() {}

  /**
   * Refuses.
   *
   * @param diagnostics what is too much and how to ask for less, without values of the request
   */
  public static InvalidRequestException refusal(String diagnostics) {
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.ERROR)
        .setCode(IssueType.TOOCOSTLY)
        .setDiagnostics(diagnostics);
    return new InvalidRequestException(diagnostics, outcome);
  }

  /** Whether the database stopped a statement because it took too long. */
  public static boolean isStopped(SQLException failure) {
    return STOPPED.equals(failure.getSQLState());
  }

  /** Whether that is behind a failure. */
  static boolean isBehind(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof SQLException sql && isStopped(sql)) {
        return true;
      }
    }
    return false;
  }
}
