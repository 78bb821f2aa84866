package org.andiron.audit.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.event.EventSlot.Part;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;

/**
 * The JSON of AuditEvents of one {@link EventShape}. It is made once, with a mark for each value in
 * which they differ; each is the same, byte by byte, as {@link AuditEvents#canonicalJson} makes it,
 * in a fraction of the time.
 */
public final class EventTemplate {

  private static final String BEGIN = "{\"resourceType\":\"AuditEvent\",";

  private final AuditEvent common;

  /** What stands before each slot, and after the last one. */
  private final List<String> texts;

  /** In the order in which they stand in the JSON. */
  private final List<EventSlot> slots;

  private EventTemplate(AuditEvent common, List<String> texts, List<EventSlot> slots) {
    this.common = common;
    this.texts = List.copyOf(texts);
    this.slots = List.copyOf(slots);
  }

  /**
   * The template of a shape.
   *
   * @return empty if what all have in common looks like a mark
   */
  public static Optional<EventTemplate> of(EventShape shape) {
    AuditEvent event = AuditEvents.toFhir(shape.marked());
    String json = new String(AuditEvents.canonicalJson(event), StandardCharsets.UTF_8);
    boolean eachOnce =
        shape.slots().stream()
            .allMatch(
                it -> {
                  int first = json.indexOf(it.mark());
                  return first >= 0 && json.indexOf(it.mark(), first + 1) < 0;
                });
    if (!eachOnce || !json.startsWith(BEGIN)) {
      return Optional.empty();
    }
    List<EventSlot> slots =
        shape.slots().stream().sorted(Comparator.comparing(it -> json.indexOf(it.mark()))).toList();
    List<String> texts = new ArrayList<>();
    int from = BEGIN.length();
    for (EventSlot slot : slots) {
      int at = json.indexOf(slot.mark());
      texts.add(json.substring(from, at));
      from = at + slot.mark().length();
    }
    texts.add(json.substring(from));
    return Optional.of(new EventTemplate(withoutMarks(event), texts, slots));
  }

  /** Without references to what differs. */
  private static AuditEvent withoutMarks(AuditEvent event) {
    for (AuditEventEntityComponent entity : event.getEntity()) {
      String reference = entity.getWhat().getReference();
      if (reference != null
          && (reference.endsWith('/' + EventSlot.of(Part.PATIENT).mark())
              || reference.endsWith('/' + EventSlot.of(Part.DATA).mark()))) {
        entity.setWhat(null);
      }
    }
    return event;
  }

  /** What the AuditEvents have in common, as far as they are found by it: not to be changed. */
  public AuditEvent common() {
    return common;
  }

  /**
   * That of an event of the shape.
   *
   * @param id of the AuditEvent
   */
  public String json(UUID id, AuditedEvent event) {
    StringBuilder json = new StringBuilder(4_096);
    json.append(BEGIN).append("\"id\":\"").append(id).append("\",");
    for (int i = 0; i < slots.size(); i++) {
      json.append(texts.get(i)).append(slots.get(i).value(event));
    }
    return json.append(texts.get(slots.size())).toString();
  }
}
