package org.andiron.server.error;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * What a client is told of a failure: the status, and an <a
 * href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome</a>. It is the same for a
 * request of its own and for an entry of a batch.
 *
 * @param error has the status and the headers of the answer
 */
public record RequestFailure(BaseServerResponseException error) {

  private static final Map<Integer, IssueType> CODES =
      Map.ofEntries(
          Map.entry(400, IssueType.INVALID),
          Map.entry(401, IssueType.LOGIN),
          Map.entry(403, IssueType.FORBIDDEN),
          Map.entry(404, IssueType.NOTFOUND),
          Map.entry(405, IssueType.NOTSUPPORTED),
          Map.entry(406, IssueType.NOTSUPPORTED),
          Map.entry(409, IssueType.CONFLICT),
          Map.entry(410, IssueType.DELETED),
          Map.entry(412, IssueType.CONFLICT),
          Map.entry(413, IssueType.TOOLONG),
          Map.entry(415, IssueType.NOTSUPPORTED),
          Map.entry(422, IssueType.PROCESSING),
          Map.entry(429, IssueType.THROTTLED),
          Map.entry(501, IssueType.NOTSUPPORTED),
          Map.entry(503, IssueType.TRANSIENT));

  /**
   * SQLSTATE class 57 (operator intervention) and 08 (connection): the database is going or gone.
   */
  private static final List<String> UNAVAILABLE_SQL_STATES = List.of("08", "57", "53");

  /** Seconds after which a caller may try again when the database could not be reached. */
  private static final String RETRY_AFTER_SECONDS = "5";

  /** Decides what kind of failure this is. */
  public static RequestFailure of(Throwable failure) {
    return new RequestFailure(classify(failure));
  }

  /** HTTP status of the answer. */
  public int status() {
    return error.getStatusCode();
  }

  /** Whether the server failed, so that its operator has to look. */
  boolean isInternal() {
    return isInternal(status());
  }

  static boolean isInternal(int status) {
    return status >= 500 && status != 503;
  }

  /** What the client is told; of a failure of the server itself no more than that it failed. */
  public OperationOutcome outcome() {
    int status = status();
    if (error.getOperationOutcome() instanceof OperationOutcome given
        && given.hasIssue()
        && status < 500) {
      return given;
    }
    OperationOutcome outcome = new OperationOutcome();
    if (status == 500) {
      add(outcome, IssueSeverity.FATAL, IssueType.EXCEPTION, "The server failed.");
      return outcome;
    }
    IssueSeverity severity = status >= 500 ? IssueSeverity.FATAL : IssueSeverity.ERROR;
    add(outcome, severity, code(status), error.getMessage());
    if (error.getAdditionalMessages() != null) {
      for (String more : error.getAdditionalMessages()) {
        add(outcome, IssueSeverity.ERROR, code(status), more);
      }
    }
    return outcome;
  }

  /** The issue type that says what the status says. */
  static IssueType code(int status) {
    return CODES.getOrDefault(status, IssueType.PROCESSING);
  }

  private static void add(
      OperationOutcome outcome,
      IssueSeverity severity,
      IssueType code,
      @Nullable String diagnostics) {
    OperationOutcomeIssueComponent issue = outcome.addIssue().setSeverity(severity).setCode(code);
    issue.setDiagnostics(diagnostics == null ? "The request cannot be processed." : diagnostics);
  }

  private static BaseServerResponseException classify(Throwable failure) {
    // Its SQLSTATE is of the class that says that the database is going.
    if (TooCostly.isBehind(failure)) {
      return TooCostly.refusal(
          "The request took the database too long and was stopped; nothing was stored. Ask for"
              + " less at once.");
    }
    if (isDatabaseUnavailable(failure)) {
      BaseServerResponseException unavailable =
          new UnclassifiedServerFailureException(
              503, "The database cannot be reached at the moment; nothing was stored. Try again.");
      unavailable.addResponseHeader("Retry-After", RETRY_AFTER_SECONDS);
      return unavailable;
    }
    BaseServerResponseException clientFault = ClientFault.of(failure);
    if (clientFault != null) {
      return clientFault;
    }
    if (failure instanceof BaseServerResponseException known) {
      return known;
    }
    if (failure instanceof DataFormatException) {
      return new InvalidRequestException(failure.getMessage(), failure);
    }
    if (failure instanceof ConcurrencyFailureException) {
      return new ResourceVersionConflictException(
          "Another request changed the same records at the same time; nothing was stored. Try again.");
    }
    return new InternalErrorException(failure);
  }

  private static boolean isDatabaseUnavailable(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof CannotCreateTransactionException
          || t instanceof DataAccessResourceFailureException
          || t instanceof SQLTransientConnectionException) {
        return true;
      }
      if (t instanceof SQLException sql
          && sql.getSQLState() != null
          && UNAVAILABLE_SQL_STATES.stream().anyMatch(sql.getSQLState()::startsWith)) {
        return true;
      }
    }
    return false;
  }
}
