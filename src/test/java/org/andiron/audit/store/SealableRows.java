package org.andiron.audit.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.ledger.Salt;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.Reference;

/** Rows whose columns are those of their AuditEvents, as the server records them. */
public final class SealableRows {

  private SealableRows() {}

  /** Some rows, recorded one after the other in the last minute. */
  public static List<Row> rows(int number, long seed) {
    Random random = new Random(seed);
    Instant first = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MICROS);
    return IntStream.range(0, number)
        .mapToObj(it -> row(first.plus(it * 1_000L, ChronoUnit.MICROS), random.nextInt(1_000)))
        .toList();
  }

  /** A row that tells of an access to a patient. */
  public static Row row(Instant recorded, int patient) {
    AuditEvent event = new AuditEvent();
    event.setType(
        new Coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "REST"));
    event.addSubtype(new Coding("http://hl7.org/fhir/restful-interaction", "read", "read"));
    event.setAction(AuditEvent.AuditEventAction.R);
    event.setOutcome(AuditEvent.AuditEventOutcome._0);
    event.getRecordedElement().setValueAsString(recorded.truncatedTo(ChronoUnit.MILLIS).toString());
    event
        .addAgent()
        .setRequestor(true)
        .setAltId("nina")
        // Half of them are written in a way that takes a closer look to verify.
        .setName(patient % 2 == 0 ? "Nina Bérg" : "Nina Bérg \"N\"")
        .setWho(new Reference("Practitioner/7"))
        .addPolicy("http://example.org/policy")
        .getNetwork()
        .setAddress("192.0.2.7");
    event.getSource().setSite("ward").setObserver(new Reference("Device/1"));
    event
        .addEntity()
        .setWhat(new Reference("Patient/p" + patient))
        .getType()
        .setSystem("http://terminology.hl7.org/CodeSystem/audit-entity-type")
        .setCode("1");
    event
        .addEntity()
        .setWhat(new Reference("Observation/o" + patient + "/_history/2"))
        .getType()
        .setCode(Enumerations.ResourceType.OBSERVATION.toCode());
    var id = Row.newId(recorded);
    event.setId(id.toString());
    String content = new String(AuditEvents.canonicalJson(event), StandardCharsets.UTF_8);
    return new Row(id, recorded, content, Salt.random(), SearchValues.of(event), false, null);
  }
}
