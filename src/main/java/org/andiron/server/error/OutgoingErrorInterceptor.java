package org.andiron.server.error;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import org.andiron.server.RequestId;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Turns every failure behind the FHIR endpoint into a status and an <a
 * href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome</a> whose id is the id of
 * the request. A 4xx says what is wrong and where; a 5xx says nothing about the inside, which only
 * the log knows, under the same id.
 */
public final class OutgoingErrorInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(OutgoingErrorInterceptor.class);

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

  @Hook(value = Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION, order = RequestPipeline.ERRORS)
  public BaseServerResponseException convert(
      RequestDetails request, HttpServletRequest servletRequest, Throwable failure) {
    BaseServerResponseException error = classify(failure);
    String requestId = RequestId.of(servletRequest);
    if (error.getStatusCode() >= 500 && error.getStatusCode() != 503) {
      LOG.error("Request failed inside the server", failure);
    } else {
      LOG.debug("Request refused with {}", error.getStatusCode(), failure);
    }
    error.setOperationOutcome(outcome(error, requestId));
    return error;
  }

  private static BaseServerResponseException classify(Throwable failure) {
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

  /** The issue type that says what the status says. */
  static IssueType code(int status) {
    return CODES.getOrDefault(status, IssueType.PROCESSING);
  }

  private static OperationOutcome outcome(BaseServerResponseException error, String requestId) {
    int status = error.getStatusCode();
    OperationOutcome outcome;
    if (error.getOperationOutcome() instanceof OperationOutcome given
        && given.hasIssue()
        && status < 500) {
      outcome = given;
    } else if (status == 500) {
      outcome =
          of(
              IssueSeverity.FATAL,
              IssueType.EXCEPTION,
              "The server failed to carry out this request. Give the request id "
                  + requestId
                  + " to its operator, whose log has the cause.");
    } else {
      outcome =
          of(
              status >= 500 ? IssueSeverity.FATAL : IssueSeverity.ERROR,
              CODES.getOrDefault(status, IssueType.PROCESSING),
              error.getMessage());
      for (String more :
          error.getAdditionalMessages() == null
              ? List.<String>of()
              : error.getAdditionalMessages()) {
        outcome
            .addIssue()
            .setSeverity(IssueSeverity.ERROR)
            .setCode(CODES.getOrDefault(status, IssueType.PROCESSING))
            .setDiagnostics(more);
      }
    }
    outcome.setId(requestId);
    return outcome;
  }

  private static OperationOutcome of(
      IssueSeverity severity, IssueType code, @Nullable String diagnostics) {
    OperationOutcome outcome = new OperationOutcome();
    OperationOutcomeIssueComponent issue = outcome.addIssue().setSeverity(severity).setCode(code);
    issue.setDiagnostics(diagnostics == null ? "The request cannot be processed." : diagnostics);
    return outcome;
  }
}
