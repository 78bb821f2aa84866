package org.andiron.audit.rest;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.Date;
import org.andiron.audit.query.AuditRecord;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;

/** Records as they are shown. */
public final class EventForm {

  static final String TYPE = "AuditEvent";

  /** Of all of them: they never change. */
  private static final String VERSION = "1";

  private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  private static final FhirContext R4 = FhirContext.forR4Cached();

  private EventForm() {}

  /**
   * The AuditEvent of a record.
   *
   * @param queries whether what was asked is shown; it is masked otherwise
   */
  public static AuditEvent of(AuditRecord shown, boolean queries) {
    AuditEvent event = R4.newJsonParser().parseResource(AuditEvent.class, shown.content());
    if (!queries) {
      maskQueries(event);
    }
    complete(event, shown.id().toString(), shown.recorded());
    return event;
  }

  /** Takes what was asked out of an AuditEvent, and leaves that something was. */
  public static void maskQueries(AuditEvent event) {
    event.getEntity().forEach(EventForm::maskQuery);
  }

  /** Gives an AuditEvent its version, and the time at which it was recorded as that of the last. */
  static void complete(AuditEvent event, String id, Instant recorded) {
    event.setId(new IdType(TYPE, id, VERSION));
    event.getMeta().setVersionId(VERSION).setLastUpdated(Date.from(recorded));
  }

  private static void maskQuery(AuditEventEntityComponent entity) {
    if (entity.hasQuery()) {
      Base64BinaryType masked = new Base64BinaryType();
      masked.addExtension(ABSENT, new CodeType("masked"));
      entity.setQueryElement(masked);
    }
  }
}
