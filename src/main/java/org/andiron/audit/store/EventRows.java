package org.andiron.audit.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.RequestTrace;
import org.andiron.audit.ledger.Salt;
import org.hl7.fhir.r4.model.AuditEvent;

/** Events as rows of the log, one for each patient. */
public final class EventRows {

  private EventRows() {}

  /** One row for each patient of an event, or one if it is of none. */
  public static List<Row> of(Collection<AuditedEvent> events) {
    List<Row> rows = new ArrayList<>();
    for (AuditedEvent event : events) {
      event.perPatient().forEach(it -> rows.add(ofOne(it)));
    }
    return rows;
  }

  /** Of an event of no more than one patient. */
  public static Row ofOne(AuditedEvent event) {
    UUID id = Row.newId(event.recorded());
    AuditEvent resource = AuditEvents.toFhir(event);
    resource.setId(id.toString());
    return new Row(
        id,
        event.recorded(),
        new String(AuditEvents.canonicalJson(resource), StandardCharsets.UTF_8),
        Salt.random(),
        SearchValues.of(resource),
        false,
        event.trace().map(RequestTrace::requestId).orElse(null));
  }
}
