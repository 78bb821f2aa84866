package org.andiron.audit.event;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.hl7.fhir.r4.model.AuditEvent;

/**
 * The JSON of AuditEvents that differ in nothing but their id and the Patient of whose record they
 * are, such as those of one search. It is made once; each is the same, byte by byte, as {@link
 * AuditEvents#canonicalJson} makes it.
 */
public final class PatientEventJson {

  private static final String BEGIN = "{\"resourceType\":\"AuditEvent\",";

  /** What stands in a text cannot be taken for it: there a quotation mark is escaped. */
  private static final String ENTITY = "\"entity\":[{\"what\":{\"reference\":\"";

  private static final String PATIENT = "Patient/";

  private final String beforePatient;
  private final String afterPatient;

  /**
   * @param event of {@link AuditEvents#toFhir}, of one patient, without an id
   * @throws IllegalArgumentException if it is not
   */
  public PatientEventJson(AuditEvent event) {
    String json = new String(AuditEvents.canonicalJson(event), StandardCharsets.UTF_8);
    String patient = ENTITY + event.getEntityFirstRep().getWhat().getReference() + '"';
    int entity = json.indexOf(patient);
    if (event.hasId()
        || entity < 0
        || !json.startsWith(BEGIN)
        || !json.startsWith(PATIENT, entity + ENTITY.length())) {
      throw new IllegalArgumentException("an event of one patient, without an id");
    }
    beforePatient = json.substring(BEGIN.length(), entity + ENTITY.length() + PATIENT.length());
    afterPatient = json.substring(entity + patient.length() - 1);
  }

  /**
   * That of one of them.
   *
   * @param patient id of its Patient, without type
   */
  public String of(UUID id, String patient) {
    ResourceReference.checkId(patient);
    return BEGIN + "\"id\":\"" + id + "\"," + beforePatient + patient + afterPatient;
  }
}
