package org.andiron.audit.rest;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.andiron.audit.event.AuditEvents;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/** What another system may report: somebody read something of a patient. */
final class Events {

  static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
  static final String INTERACTIONS = "http://hl7.org/fhir/restful-interaction";
  static final String OBJECTS = "http://terminology.hl7.org/CodeSystem/audit-entity-type";

  private Events() {}

  /**
   * A valid one.
   *
   * @param site by which a test finds its own
   */
  static AuditEvent of(String site, String patient) {
    AuditEvent event = new AuditEvent();
    event.getType().setSystem(DICOM).setCode("110112").setDisplay("Query");
    event.addSubtype().setSystem(INTERACTIONS).setCode("search-type");
    event.setAction(AuditEventAction.E);
    event.setRecorded(new Date());
    event.setOutcome(AuditEventOutcome._0);
    event
        .addAgent()
        .setWho(new Reference("Practitioner/reader-" + site))
        .setAltId("alt-" + site)
        .setName("Zoë Müller " + site)
        .setRequestor(true)
        .addPolicy("http://policies.example.org/" + site)
        .getNetwork()
        .setAddress("Host-" + site)
        .setType(AuditEventAgentNetworkType._1);
    event
        .getSource()
        .setSite(site)
        .setObserver(new Reference("Device/observer-" + site).setIdentifier(identifier(site)));
    event
        .addEntity()
        .setWhat(new Reference("Patient/" + patient))
        .getType()
        .setSystem(OBJECTS)
        .setCode("1");
    event
        .addEntity()
        .setWhat(new Reference("Observation/seen-" + site + "/_history/3"))
        .setQuery(("Observation?patient=" + patient).getBytes(StandardCharsets.UTF_8))
        .getType()
        .setSystem(OBJECTS)
        .setCode("2");
    return event;
  }

  private static Identifier identifier(String site) {
    return new Identifier().setSystem("http://systems.example.org").setValue(site);
  }

  /** With versions in its references. */
  static String json(AuditEvent event) {
    return new String(AuditEvents.canonicalJson(event), StandardCharsets.UTF_8);
  }
}
