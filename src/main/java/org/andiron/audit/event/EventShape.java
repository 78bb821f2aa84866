package org.andiron.audit.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.audit.event.EventSlot.Part;

/**
 * What an event has in common with others of the same requester: all but when it was, of which
 * patient and resource, what was asked, and the ids of the request.
 *
 * @param data of what is named, without the id of the resource
 * @param grounds consents and policies that decided, without whose they are
 * @param slots what the events differ in
 */
public record EventShape(
    EventKind kind,
    ServerNode server,
    Requester requester,
    Outcome outcome,
    Optional<Data> data,
    List<Ground> grounds,
    Optional<ModelVersion> model,
    List<EventSlot> slots) {

  private static final EventSlot PATIENT = EventSlot.of(Part.PATIENT);
  private static final EventSlot DATA = EventSlot.of(Part.DATA);
  private static final EventSlot REQUEST = EventSlot.of(Part.REQUEST);

  /** What an AuditEvent says of data beside the id. */
  public record Data(String type, DataObject.Role role, List<Code> labels) {}

  /** What an AuditEvent says of a consent: not whose it is. */
  public record Ground(Optional<String> consent, String policy, boolean permits, String rule) {

    static Ground of(ConsentBasis basis) {
      return new Ground(basis.consent(), basis.policy(), basis.permits(), basis.rule());
    }

    ConsentBasis basis() {
      return new ConsentBasis(PATIENT.mark(), consent, policy, permits, rule);
    }
  }

  /**
   * The shape of an event of one patient, or of none.
   *
   * @return empty if it says what few others do, or what would have to be escaped
   */
  public static Optional<EventShape> of(AuditedEvent event) {
    boolean usual =
        event.patients().size() <= 1
            && event.reason().isEmpty()
            && event.period().isEmpty()
            && event.data().filter(it -> it.resourceType().isEmpty()).isEmpty();
    List<EventSlot> slots = usual ? EventSlot.of(event) : List.of();
    if (slots.stream().anyMatch(it -> !isPlain(it.value(event)) || !isPlain(it.detail()))) {
      return Optional.empty();
    }
    return usual
        ? Optional.of(
            new EventShape(
                event.kind(),
                event.server(),
                event.requester(),
                event.outcome(),
                event
                    .data()
                    .map(it -> new Data(it.resourceType().orElseThrow(), it.role(), it.labels())),
                event.consents().stream().map(Ground::of).toList(),
                event.model(),
                slots))
        : Optional.empty();
  }

  /** Whether it stands in JSON as it is. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char unit = value.charAt(i);
      if (unit < ' ' || unit > '~' || unit == '"' || unit == '\\') {
        return false;
      }
    }
    return true;
  }

  /** An event of this shape, with a mark for each value in which others differ. */
  AuditedEvent marked() {
    return new AuditedEvent(
        kind,
        EventSlot.moment(),
        server,
        requester,
        outcome,
        has(PATIENT) ? List.of(PATIENT.mark()) : List.of(),
        data.map(
            it ->
                new DataObject(
                    it.type() + '/' + DATA.mark(), "", it.role(), it.labels(), details())),
        has(EventSlot.of(Part.QUERY)) ? Optional.of(EventSlot.query()) : Optional.empty(),
        grounds.stream().map(Ground::basis).toList(),
        model,
        has(REQUEST)
            ? Optional.of(
                new RequestTrace(REQUEST.mark(), mark(Part.TRANSACTION), mark(Part.SEARCH)))
            : Optional.empty(),
        "",
        Optional.empty());
  }

  private Map<String, String> details() {
    Map<String, String> details = new LinkedHashMap<>();
    slots.stream()
        .filter(it -> it.part() == Part.DETAIL)
        .forEach(it -> details.put(it.detail(), it.mark()));
    return details;
  }

  private boolean has(EventSlot slot) {
    return slots.contains(slot);
  }

  private Optional<String> mark(Part part) {
    return Optional.of(EventSlot.of(part)).filter(this::has).map(EventSlot::mark);
  }
}
