package org.andiron.audit.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.audit.event.Form.Subject;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * What it was about. The profiles tell entities apart by their type, and admit one system object:
 * in events of data the data, so that the criteria of a conditional request are with it; in queries
 * the query, so that a resource which is asked about has its resource type.
 */
final class EntityList {

  private final AuditedEvent event;
  private final Subject subject;
  private final List<AuditEventEntityComponent> entities = new ArrayList<>();

  private EntityList(AuditedEvent event) {
    this.event = event;
    this.subject = event.kind().form().subject();
  }

  /**
   * @param closed whether the profile admits none but its own
   */
  static List<AuditEventEntityComponent> of(AuditedEvent event, boolean closed) {
    EntityList list = new EntityList(event);
    list.addPatient();
    list.addData();
    list.addQuery();
    event.consents().forEach(list::addConsent);
    list.addModel();
    list.addTrace(closed);
    return list.entities;
  }

  private void addPatient() {
    for (String patient : event.patients()) {
      AuditEventEntityComponent entity =
          add(Codes.PERSON)
              .setWhat(new Reference("Patient/" + patient))
              .setRole(Codes.PATIENT_ROLE.coding());
      detail(entity, "reason", event.reason());
    }
  }

  private void addData() {
    event
        .data()
        .ifPresent(
            data -> {
              AuditEventEntityComponent entity =
                  add(typeOf(data)).setWhat(data.what()).setRole(data.role().code().coding());
              data.labels().forEach(it -> entity.addSecurityLabel(it.coding()));
              data.details().forEach((type, value) -> detail(entity, type, value));
              if (isQueryOfData()) {
                event.query().ifPresent(it -> entity.setQuery(it.content()));
              }
            });
  }

  private Code typeOf(DataObject data) {
    return subject == Subject.QUERY
        ? data.resourceType().map(Codes::resourceType).orElse(Codes.OTHER_OBJECT)
        : Codes.SYSTEM_OBJECT;
  }

  private boolean isQueryOfData() {
    return subject == Subject.DATA && event.data().isPresent();
  }

  private void addQuery() {
    Optional<RawQuery> query = event.query().filter(it -> !isQueryOfData());
    query.ifPresent(
        it -> add(Codes.SYSTEM_OBJECT).setRole(Codes.QUERY_ROLE.coding()).setQuery(it.content()));
  }

  private void addConsent(ConsentBasis basis) {
    AuditEventEntityComponent entity;
    if (basis.consent().isPresent()) {
      entity = add(Codes.resourceType("Consent")).setWhat(new Reference(basis.consent().get()));
    } else {
      entity = add(Codes.OTHER_OBJECT);
    }
    entity.setRole(Codes.SECURITY_RESOURCE_ROLE.coding());
    detail(entity, "decision", basis.permits() ? "permit" : "deny");
    detail(entity, "rule", basis.rule());
    detail(entity, "policy", basis.policy());
  }

  private void addModel() {
    event
        .model()
        .ifPresent(
            it ->
                detail(
                    add(Codes.resourceType(ResourceReference.type(it.device())))
                        .setWhat(new Reference(it.device())),
                    "version",
                    it.version()));
  }

  private void addTrace(boolean closed) {
    event
        .trace()
        .ifPresent(
            trace -> {
              Map<String, String> ids = new LinkedHashMap<>();
              AuditEventEntityComponent entity;
              if (closed) {
                entity = entities.get(entities.size() - 1);
                ids.put(Codes.REQUEST_ID.value(), trace.requestId());
              } else {
                entity =
                    add(Codes.REQUEST_ID)
                        .setWhat(
                            new Reference()
                                .setIdentifier(new Identifier().setValue(trace.requestId())));
              }
              trace.transactionId().ifPresent(it -> ids.put("transaction-id", it));
              trace.searchId().ifPresent(it -> ids.put("search-id", it));
              ids.forEach((type, value) -> detail(entity, type, value));
            });
  }

  private AuditEventEntityComponent add(Code type) {
    AuditEventEntityComponent entity = new AuditEventEntityComponent().setType(type.coding());
    entities.add(entity);
    return entity;
  }

  /** Adds nothing if there is no value. */
  private static void detail(AuditEventEntityComponent entity, String type, String value) {
    if (!value.isEmpty()) {
      entity.addDetail().setType(type).setValue(new StringType(value));
    }
  }
}
