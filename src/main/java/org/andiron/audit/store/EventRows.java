package org.andiron.audit.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.PatientEventJson;
import org.andiron.audit.event.RequestTrace;
import org.andiron.audit.ledger.Salt;
import org.hl7.fhir.r4.model.AuditEvent;

/** Events as rows of the log, one for each patient. */
public final class EventRows {

  /** Fewer are sooner made one by one. */
  private static final int MANY = 4;

  private EventRows() {}

  /** One row for each patient of an event, or one if it is of none. */
  public static List<Row> of(Collection<AuditedEvent> events) {
    List<Row> rows = new ArrayList<>();
    SimilarEvents similar = new SimilarEvents();
    for (AuditedEvent event : events) {
      if (event.patients().size() > 1) {
        rows.addAll(ofEachPatient(event));
      } else {
        AuditedEvent one = event.perPatient().get(0);
        Optional<Row> row = events.size() < MANY ? Optional.empty() : similar.row(one);
        rows.add(row.orElseGet(() -> ofOne(one)));
      }
    }
    return rows;
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

  /** A search shows many, and making an AuditEvent of each costs most of what recording does. */
  private static List<Row> ofEachPatient(AuditedEvent event) {
    Map<List<Ground>, Form> forms = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (AuditedEvent one : event.perPatient()) {
      String patient = one.patients().get(0);
      Form form =
          forms.computeIfAbsent(
              one.consents().stream().map(Ground::of).toList(), grounds -> Form.of(one));
      UUID id = Row.newId(one.recorded());
      rows.add(row(one, id, form.json().of(id, patient), form.search().withPatient(patient)));
    }
    return rows;
  }

  static Row row(AuditedEvent event, UUID id, String content, SearchValues search) {
    return new Row(
        id,
        event.recorded(),
        content,
        Salt.random(),
        search,
        false,
        event.trace().map(RequestTrace::requestId).orElse(null));
  }

  /** What an AuditEvent says of a consent: not whose it is. */
  private record Ground(Optional<String> consent, String policy, boolean permits, String rule) {

    static Ground of(ConsentBasis basis) {
      return new Ground(basis.consent(), basis.policy(), basis.permits(), basis.rule());
    }
  }

  /**
   * What the events of patients have in common to whom the same consents or policies apply.
   *
   * @param search without the Patient
   */
  private record Form(PatientEventJson json, SearchValues search) {

    static Form of(AuditedEvent event) {
      AuditEvent resource = AuditEvents.toFhir(event);
      PatientEventJson json = new PatientEventJson(resource);
      resource.getEntityFirstRep().setWhat(null);
      return new Form(json, SearchValues.of(resource));
    }
  }
}
