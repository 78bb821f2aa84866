package org.andiron.audit.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.FailureReason;
import org.andiron.audit.query.AuditRecord;
import org.andiron.audit.report.ReportedEvent.Basis;
import org.andiron.audit.report.ReportedEvent.Data;
import org.andiron.audit.report.ReportedEvent.Origin;
import org.andiron.audit.report.ReportedEvent.Purpose;
import org.andiron.audit.report.ReportedEvent.Result;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;

/** Reads of an AuditEvent, from which names were taken before if they have to be, what it says. */
final class EventReading {

  private static final String CONSENT = "Consent";
  private static final String EMERGENCY_PURPOSE = "BTG";

  private final String patient;
  private final UnaryOperator<String> organizations;
  private final AuditRecord record;
  private final AuditEvent event;
  private final Map<AgentKind, List<AuditEventAgentComponent>> agents = new LinkedHashMap<>();

  private EventReading(
      String patient, UnaryOperator<String> organizations, AuditRecord record, AuditEvent event) {
    this.patient = patient;
    this.organizations = organizations;
    this.record = record;
    this.event = event;
    for (AuditEventAgentComponent it : event.getAgent()) {
      agents
          .computeIfAbsent(
              AgentKind.of(it, event, patient, record.foreign()), kind -> new ArrayList<>())
          .add(it);
    }
  }

  /**
   * What an event says.
   *
   * @param patient logical id of whose record it is
   * @param organizations the name of an organization, by a reference such as {@code Organization/1}
   * @param asked what its query asks for, if it has one
   */
  static ReportedEvent read(
      String patient,
      UnaryOperator<String> organizations,
      AuditRecord record,
      AuditEvent event,
      QueryShape asked) {
    return new EventReading(patient, organizations, record, event).read(asked);
  }

  private ReportedEvent read(QueryShape asked) {
    Optional<EventKind> kind = record.foreign() ? Optional.empty() : AuditEvents.kind(event);
    String action = event.hasAction() ? event.getAction().toCode() : "";
    List<Purpose> purposes = purposes();
    Doing doing =
        kind.map(Doing::of)
            .orElseGet(() -> Doing.of(String.valueOf(event.getType().getCode()), action));
    return new ReportedEvent(
        record.id(),
        record.recorded(),
        kind,
        action,
        doing,
        who(),
        first(AgentKind.ORGANIZATION).map(this::organization).orElse(""),
        first(AgentKind.APP).map(Names::ofAnyKind).orElse(""),
        doing == Doing.DISCLOSURE ? recipient() : "",
        behalf(),
        data(asked),
        purposes,
        bases(),
        result(),
        doing == Doing.EMERGENCY
            || purposes.stream().anyMatch(it -> it.code().equals(EMERGENCY_PURPOSE)),
        record.foreign() ? "" : detail(entities("Patient").findFirst(), "reason"),
        record.foreign() ? Optional.of(origin()) : Optional.empty());
  }

  private Optional<AuditEventAgentComponent> first(AgentKind kind) {
    return agents.getOrDefault(kind, List.of()).stream().findFirst();
  }

  /** People before apps; of several people, whoever asked. */
  private Participant who() {
    if (agents.containsKey(AgentKind.SELF)) {
      return new Participant(
          Participant.Kind.SELF, "self", name(AgentKind.SELF), 0, roles(AgentKind.SELF));
    }
    for (AgentKind kind : List.of(AgentKind.RELATIVE, AgentKind.PERSON)) {
      Optional<AuditEventAgentComponent> person =
          agents.getOrDefault(kind, List.of()).stream()
              .reduce((one, other) -> !one.getRequestor() && other.getRequestor() ? other : one);
      if (person.isPresent()) {
        return person(person.get());
      }
    }
    Optional<AuditEventAgentComponent> app = first(AgentKind.APP);
    if (app.isPresent()) {
      String name = Names.ofAnyKind(app.get());
      boolean known = record.foreign() || app.get().getWho().getIdentifier().hasValue();
      return new Participant(
          known ? Participant.Kind.APP : Participant.Kind.UNKNOWN,
          "app " + Names.key(app.get()),
          known ? name : "",
          0,
          List.of());
    }
    return agents.containsKey(AgentKind.SERVER)
        ? new Participant(Participant.Kind.SERVER, "server", "", 0, List.of())
        : new Participant(Participant.Kind.UNKNOWN, "unknown", "", 0, List.of());
  }

  private static Participant person(AuditEventAgentComponent agent) {
    String system = agent.getWho().getIdentifier().getSystem();
    boolean numbered = Redaction.NUMBERS.equals(system);
    return new Participant(
        Participant.Kind.PERSON,
        "person " + Names.key(agent),
        numbered ? "" : Names.ofAnyKind(agent),
        numbered ? Integer.parseInt(agent.getWho().getIdentifier().getValue()) : 0,
        roles(agent));
  }

  private String name(AgentKind kind) {
    return first(kind).map(Names::of).orElse("");
  }

  private List<String> roles(AgentKind kind) {
    return first(kind).map(EventReading::roles).orElse(List.of());
  }

  private static List<String> roles(AuditEventAgentComponent agent) {
    return agent.getRole().stream().map(EventReading::text).filter(it -> !it.isEmpty()).toList();
  }

  private static String text(CodeableConcept concept) {
    if (concept.hasText()) {
      return concept.getText();
    }
    Coding coding = concept.getCodingFirstRep();
    return coding.hasDisplay() ? coding.getDisplay() : coding.hasCode() ? coding.getCode() : "";
  }

  private String organization(AuditEventAgentComponent agent) {
    String name = Names.of(agent);
    return name.isEmpty() && agent.getWho().hasReference()
        ? organizations.apply(agent.getWho().getReference())
        : name.isEmpty() ? Names.ofAnyKind(agent) : name;
  }

  /** The app with its address; without an app, for whom or who it was. */
  private String recipient() {
    return first(AgentKind.APP)
        .map(
            it ->
                Stream.of(Names.ofAnyKind(it), Names.address(it))
                    .filter(part -> !part.isEmpty())
                    .distinct()
                    .collect(Collectors.joining(", ")))
        .filter(it -> !it.isEmpty())
        .or(() -> first(AgentKind.ORGANIZATION).map(this::organization))
        .orElseGet(() -> who().name());
  }

  private String behalf() {
    return first(AgentKind.DELEGATOR)
        .filter(it -> !Redaction.NUMBERS.equals(it.getWho().getIdentifier().getSystem()))
        .map(Names::ofAnyKind)
        .orElse("");
  }

  private Data data(QueryShape asked) {
    Set<String> types = new LinkedHashSet<>();
    List<String> resources = new ArrayList<>();
    for (AuditEventEntityComponent entity : event.getEntity()) {
      IdType what = new IdType(entity.getWhat().getReference());
      if (what.hasResourceType()
          && what.hasIdPart()
          && !isBasis(entity)
          && !isTheRecord(entity, what)) {
        types.add(what.getResourceType());
        resources.add(entity.getWhat().getReference());
      }
    }
    if (types.isEmpty() || !asked.operation().isEmpty()) {
      types.addAll(asked.types());
    }
    return new Data(List.copyOf(types), asked.operation(), resources);
  }

  /** Whose record it is stands in each event; that their personal details were read, only there. */
  private boolean isTheRecord(AuditEventEntityComponent entity, IdType what) {
    return what.getIdPart().equals(patient)
        && what.getResourceType().equals("Patient")
        && "1".equals(entity.getType().getCode());
  }

  private boolean isBasis(AuditEventEntityComponent entity) {
    return !record.foreign() && "13".equals(entity.getRole().getCode());
  }

  private List<Purpose> purposes() {
    Map<String, Purpose> purposes = new LinkedHashMap<>();
    Stream.concat(
            event.getPurposeOfEvent().stream(),
            event.getAgent().stream().flatMap(it -> it.getPurposeOfUse().stream()))
        .forEach(
            it -> {
              Coding coding = it.getCodingFirstRep();
              String code = coding.hasCode() ? coding.getCode() : "";
              String text = text(it);
              if (!text.isEmpty()) {
                purposes.putIfAbsent(
                    code.isEmpty() ? text : code, new Purpose(code, text.equals(code) ? "" : text));
              }
            });
    return List.copyOf(purposes.values());
  }

  private List<Basis> bases() {
    return event.getEntity().stream()
        .filter(this::isBasis)
        .map(
            it -> {
              String what = it.getWhat().hasReference() ? it.getWhat().getReference() : "";
              return new Basis(
                  what.startsWith(CONSENT + '/') ? what : "",
                  detail(Optional.of(it), "policy"),
                  !detail(Optional.of(it), "decision").equals("deny"));
            })
        .toList();
  }

  private Result result() {
    boolean done =
        !event.hasOutcome()
            || event.getOutcome() == AuditEventOutcome._0
            || event.getOutcome() == AuditEventOutcome.NULL;
    String text = event.hasOutcomeDesc() ? event.getOutcomeDesc() : "";
    return new Result(
        done, record.foreign() ? Optional.empty() : FailureReason.of(text), done ? "" : text);
  }

  private Origin origin() {
    String reporter = Names.of(event.getSource().getObserver());
    if (reporter.isEmpty() && event.getSource().getObserver().hasReference()) {
      reporter = event.getSource().getObserver().getReference();
    }
    return new Origin(
        reporter,
        event.hasRecorded() ? Optional.of(event.getRecorded().toInstant()) : Optional.empty());
  }

  private Stream<AuditEventEntityComponent> entities(String type) {
    return event.getEntity().stream()
        .filter(it -> it.getWhat().hasReference())
        .filter(it -> it.getWhat().getReference().startsWith(type + '/'));
  }

  private static String detail(Optional<AuditEventEntityComponent> entity, String type) {
    return entity.stream()
        .flatMap(it -> it.getDetail().stream())
        .filter(it -> type.equals(it.getType()) && it.getValue() != null)
        .map(it -> it.getValue().primitiveValue())
        .findFirst()
        .orElse("");
  }
}
