package org.andiron.audit.capture;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.audit.ConsentContext;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.Outcome;
import org.andiron.audit.event.RawQuery;
import org.andiron.audit.event.RequestTrace;
import org.andiron.audit.store.AuditUnavailableException;
import org.andiron.server.CdsEndpoint;
import org.andiron.server.CdsRefusedException;
import org.andiron.server.FhirEndpoint;
import org.andiron.server.RequestId;
import org.andiron.server.error.CdsErrorWriter;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records requests when they are about to be answered. */
final class RequestAudit {

  private static final Logger LOG = LoggerFactory.getLogger(RequestAudit.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final Set<Integer> REFUSED = Set.of(401, 403, 429);
  private static final String REFUSAL =
      "The server cannot record this request in its audit log, so it shows nothing. Try again.";

  private final Trail trail;
  private final AuditedRequesters requesters;
  private final HiddenRecords hidden;
  private final Supplier<ConsentContext> consents;

  RequestAudit(
      Trail trail,
      AuditedRequesters requesters,
      HiddenRecords hidden,
      Supplier<ConsentContext> consents) {
    this.trail = trail;
    this.requesters = requesters;
    this.hidden = hidden;
    this.consents = consents;
  }

  /**
   * Records what is about to be answered.
   *
   * @return whether that is durable
   */
  boolean answering(RequestRecord record, int status) {
    if (!trail.isEnabled()) {
      return true;
    }
    try {
      List<AuditedEvent> events =
          isOfEndpoint(record.request())
              ? new AnsweredRequest(
                      hidden,
                      consents.get(),
                      record,
                      trail.server(),
                      requesters.of(record),
                      Instant.now(),
                      status)
                  .events()
              : elsewhere(record, status);
      trail.commit(events);
      return true;
    } catch (AuditUnavailableException e) {
      LOG.error("A request was not recorded, and not answered: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("A request could not be recorded, and was not answered", e);
    }
    return false;
  }

  /** Other paths have events of their features, and who may not be there is recorded as well. */
  private List<AuditedEvent> elsewhere(RequestRecord record, int status) {
    List<AuditedEvent> events = record.takeEvents();
    if (events.isEmpty() && REFUSED.contains(status)) {
      events.add(
          AuditedEvent.of(
                  EventKind.REFUSED_REQUEST, Instant.now(), trail.server(), requesters.of(record))
              .outcome(Outcome.refusal(AnsweredRequest.reason(status), status))
              // Nothing of the query: on pages and at the token endpoint there may be secrets.
              .query(RawQuery.get(record.request().getRequestURL().toString()))
              .trace(RequestTrace.request(RequestId.of(record.request())))
              .build());
    }
    return events;
  }

  private static boolean isOfEndpoint(HttpServletRequest request) {
    String path = request.getRequestURI();
    return isBelow(path, FhirEndpoint.PATH) || isBelow(path, CdsEndpoint.PATH);
  }

  private static boolean isBelow(String path, String base) {
    return path.equals(base) || path.startsWith(base + '/');
  }

  /** Answers in the place of what was not recorded. */
  void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.reset();
    if (isBelow(request.getRequestURI(), CdsEndpoint.PATH)) {
      CdsErrorWriter.write(response, new CdsRefusedException(503, "unavailable", REFUSAL));
    } else {
      OperationOutcomeWriter.writeTryLater(
          request, response, ErrorReport.of(503, "transient", REFUSAL), RETRY_AFTER);
    }
  }
}
