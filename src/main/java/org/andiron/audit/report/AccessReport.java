package org.andiron.audit.report;

import com.google.common.collect.Iterators;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.andiron.audit.query.AuditRecord;
import org.andiron.audit.rest.EventForm;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;

/**
 * All that the log has of one patient in a time, newest first. It is the same for whoever reads it:
 * what was asked is not in it, since a query may name others, and of staff only what the policy
 * leaves.
 */
public final class AccessReport {

  private final Subject subject;
  private final Iterable<AuditRecord> log;
  private final UnaryOperator<String> organizations;

  /**
   * What a report is about.
   *
   * @param patient logical id
   * @param from from when on; empty: from the first
   * @param before until before when
   * @param made when it is made
   * @param zone in which its days are
   */
  public record Subject(
      String patient,
      Optional<Instant> from,
      Instant before,
      Instant made,
      ZoneId zone,
      StaffNames names) {}

  /**
   * One entry.
   *
   * @param event its AuditEvent as it is shown
   */
  record Entry(AuditEvent event, ReportedEvent told) {}

  /**
   * @param log the same each time it is gone through, newest first
   * @param organizations the name of an organization, by a reference such as {@code Organization/1}
   */
  public AccessReport(
      Subject subject, Iterable<AuditRecord> log, UnaryOperator<String> organizations) {
    this.subject = subject;
    this.log = log;
    this.organizations = organizations;
  }

  Subject subject() {
    return subject;
  }

  /** Its entries, the same each time. */
  Iterator<Entry> entries() {
    Redaction redaction = new Redaction(subject.names(), subject.patient());
    return Iterators.transform(log.iterator(), it -> entry(it, redaction));
  }

  /** What its entries tell. */
  Iterator<ReportedEvent> events() {
    return Iterators.transform(entries(), Entry::told);
  }

  private Entry entry(AuditRecord record, Redaction redaction) {
    AuditEvent event = EventForm.of(record, true);
    QueryShape asked =
        record.foreign()
            ? QueryShape.NONE
            : event.getEntity().stream()
                .filter(AuditEventEntityComponent::hasQuery)
                .findFirst()
                .map(it -> QueryShape.of(it.getQuery()))
                .orElse(QueryShape.NONE);
    EventForm.maskQueries(event);
    redaction.apply(event, record.foreign());
    return new Entry(
        event, EventReading.read(subject.patient(), organizations, record, event, asked));
  }
}
