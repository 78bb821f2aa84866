package org.andiron.audit.report.operation;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.ClientApp;
import org.andiron.audit.event.Code;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.FailureReason;
import org.andiron.audit.event.HumanUser;
import org.andiron.audit.event.NetworkAddress;
import org.andiron.audit.event.Outcome;
import org.andiron.audit.event.Party;
import org.andiron.audit.event.RawQuery;
import org.andiron.audit.event.Requester;
import org.andiron.audit.event.ServerNode;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.Reference;

/** Events of many kinds of patients of a test. */
final class RandomLog {

  private static final ServerNode SERVER =
      new ServerNode(URI.create("http://localhost:8080/fhir"), "Andiron", "node-1");

  private static final List<String> TEXTS =
      List.of("Dr. Lin", "=1+1", "<b>Bo</b>", "李 医生", "a \"b\", c", "Zoë\u0301");

  private final Random random;
  private final String mark;

  RandomLog(Random random, String mark) {
    this.random = random;
    this.mark = mark;
  }

  /** An event, and whether another system reported it. */
  record Made(AuditEvent event, boolean foreign) {}

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** How long ago something was. */
  long seconds() {
    return 120 + random.nextInt(80_000);
  }

  /** Up to nine of a patient; sometimes one more of this patient and another. */
  List<Made> of(String patient) {
    List<Made> events = new ArrayList<>();
    int number = random.nextInt(10);
    for (int i = 0; i < number; i++) {
      events.add(
          random.nextInt(8) == 0
              ? new Made(foreign(patient), true)
              : new Made(ours(patient), false));
    }
    if (random.nextInt(10) == 0) {
      AuditEvent ofTwo = foreign(patient);
      ofTwo.addEntity().setWhat(new Reference("Patient/" + mark + "-other"));
      events.add(new Made(ofTwo, true));
    }
    return events;
  }

  /** Somebody read something. */
  static AuditEvent read(String patient, String who, String mark) {
    return AuditEvents.toFhir(
        AuditedEvent.of(EventKind.READ, Instant.now(), SERVER, requester("Dr. " + mark, who, "x"))
            .patients(List.of(patient))
            .data(DataObject.resource("Observation/" + mark))
            .build());
  }

  private static Requester requester(String name, String resource, String role) {
    return new Requester(
        Optional.of(new ClientApp(Optional.of("app"), "", NetworkAddress.ip("192.0.2.7"))),
        Optional.of(
            new HumanUser(
                "http://localhost:8080", resource, name, Optional.of(resource), Set.of(role))),
        Optional.of(new Party(Optional.of("Organization/none"), "")),
        Optional.empty(),
        Optional.of("token"),
        List.of(Code.purpose("TREAT")));
  }

  private AuditEvent ours(String patient) {
    EventKind kind =
        any(
            List.of(
                EventKind.READ,
                EventKind.SEARCH_TYPE,
                EventKind.OPERATION,
                EventKind.UPDATE,
                EventKind.EXPORT_CONTENT,
                EventKind.SUBSCRIPTION_DELIVERY,
                EventKind.BREAK_GLASS_USE,
                EventKind.CONSENT_DECISION,
                EventKind.AUDIT_READ));
    Requester requester =
        random.nextInt(5) == 0
            ? Requester.unknown(NetworkAddress.ip("192.0.2.9"))
            : requester(
                any(TEXTS),
                any(List.of("Patient/" + patient, "Practitioner/1", "Practitioner/2")),
                any(List.of("nurse", "physician", "=role")));
    AuditedEvent.Builder event =
        AuditedEvent.of(kind, Instant.now(), SERVER, requester).patients(List.of(patient));
    switch (kind) {
      case READ, UPDATE, EXPORT_CONTENT, SUBSCRIPTION_DELIVERY ->
          event.data(DataObject.resource("Observation/" + random.nextInt(9) + "/_history/1"));
      case SEARCH_TYPE ->
          event.query(
              RawQuery.get("http://localhost:8080/fhir/Condition?subject=Patient/" + patient));
      case OPERATION ->
          event.query(
              RawQuery.get("http://localhost:8080/fhir/Patient/" + patient + "/$everything"));
      case BREAK_GLASS_USE -> event.reason(any(TEXTS));
      default -> {
        // Has no data.
      }
    }
    if (kind != EventKind.AUDIT_READ && random.nextBoolean()) {
      event.consents(
          List.of(
              new ConsentBasis(
                  patient, Optional.of("Consent/1/_history/2"), "", random.nextBoolean(), "r")));
    }
    if (random.nextInt(6) == 0) {
      event.outcome(Outcome.refusal(FailureReason.WITHHELD_BY_CONSENT, 404));
    }
    return AuditEvents.toFhir(event.build());
  }

  private AuditEvent foreign(String patient) {
    AuditEvent event = new AuditEvent();
    event.getType().setSystem("http://example.org/types").setCode(any(List.of("110106", "other")));
    event.setAction(any(List.of(AuditEventAction.R, AuditEventAction.C, AuditEventAction.E)));
    event.setRecorded(new Date());
    event
        .addAgent()
        .setWho(new Reference(any(List.of("Device/1", "Practitioner/1"))))
        .setName(any(TEXTS))
        .setRequestor(true);
    event.getSource().setObserver(new Reference("Device/pacs"));
    event.addEntity().setWhat(new Reference("Patient/" + patient));
    return event;
  }
}
