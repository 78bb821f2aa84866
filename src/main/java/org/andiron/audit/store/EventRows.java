package org.andiron.audit.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventShape;
import org.andiron.audit.event.EventTemplate;
import org.andiron.audit.event.RequestTrace;
import org.andiron.audit.ledger.Salt;
import org.hl7.fhir.r4.model.AuditEvent;

/**
 * Makes events to rows of the log, one for each patient. To make an AuditEvent costs most of what
 * recording does, so it is made once for all that a requester does alike. Thread-safe.
 */
public final class EventRows {

  private static final int MOST_FORMS = 2_000;
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Cache<EventShape, Optional<Form>> forms =
      Caffeine.newBuilder().maximumSize(MOST_FORMS).expireAfterAccess(KEPT).build();

  /** One row for each patient of an event, or one if it is of none. */
  public List<Row> of(Collection<AuditedEvent> events) {
    List<Row> rows = new ArrayList<>();
    for (AuditedEvent event : events) {
      event.perPatient().forEach(it -> rows.add(row(it)));
    }
    return rows;
  }

  private Row row(AuditedEvent event) {
    return EventShape.of(event)
        .flatMap(it -> forms.get(it, Form::of))
        .map(it -> it.row(event))
        .orElseGet(() -> ofOne(event));
  }

  /** Of an event of no more than one patient. */
  public static Row ofOne(AuditedEvent event) {
    UUID id = Row.newId(event.recorded());
    AuditEvent resource = AuditEvents.toFhir(event);
    resource.setId(id.toString());
    return row(
        event,
        id,
        new String(AuditEvents.canonicalJson(resource), StandardCharsets.UTF_8),
        SearchValues.of(resource));
  }

  private static Row row(AuditedEvent event, UUID id, String content, SearchValues search) {
    return new Row(
        id,
        event.recorded(),
        content,
        Salt.random(),
        search,
        false,
        event.trace().map(RequestTrace::requestId).orElse(null));
  }

  /**
   * What events of one shape have in common.
   *
   * @param search without what they differ in
   */
  private record Form(EventTemplate template, SearchValues search) {

    static Optional<Form> of(EventShape shape) {
      return EventTemplate.of(shape)
          .map(template -> new Form(template, SearchValues.of(template.common())));
    }

    Row row(AuditedEvent event) {
      List<String> references = new ArrayList<>();
      event.patients().forEach(it -> references.add("Patient/" + it));
      event
          .data()
          .map(DataObject::reference)
          .filter(it -> !it.isEmpty())
          .ifPresent(references::add);
      UUID id = Row.newId(event.recorded());
      return EventRows.row(
          event,
          id,
          template.json(id, event),
          search.withEntities(event.patients().stream().findFirst(), references));
    }
  }
}
