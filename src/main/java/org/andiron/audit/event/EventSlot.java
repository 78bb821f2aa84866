package org.andiron.audit.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value in which events of one {@link EventShape} differ.
 *
 * @param detail of which detail of the data it is; empty for all else
 */
public record EventSlot(Part part, String detail) {

  private static final String MOMENT = "2001-02-03T04:05:06.789Z";
  private static final String ASKED = "andiron.slot.query";
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** What of an event it is. */
  public enum Part {
    RECORDED(event -> Optional.of(FORMAT.format(event.recorded()))),
    PATIENT(event -> event.patients().stream().findFirst()),
    DATA(event -> event.data().map(it -> afterType(it.reference()))),
    QUERY(event -> event.query().map(EventSlot::base64)),
    REQUEST(event -> event.trace().map(RequestTrace::requestId)),
    TRANSACTION(event -> event.trace().flatMap(RequestTrace::transactionId)),
    SEARCH(event -> event.trace().flatMap(RequestTrace::searchId)),
    DETAIL(event -> Optional.empty());

    private final Function<AuditedEvent, Optional<String>> value;

    Part(Function<AuditedEvent, Optional<String>> value) {
      this.value = value;
    }
  }

  static EventSlot of(Part part) {
    return new EventSlot(part, "");
  }

  /** Those of an event that have a value. */
  static List<EventSlot> of(AuditedEvent event) {
    List<EventSlot> slots = new ArrayList<>();
    for (Part part : Part.values()) {
      if (part.value.apply(event).isPresent()) {
        slots.add(of(part));
      }
    }
    event
        .data()
        .ifPresent(
            data ->
                data.details()
                    .forEach(
                        (name, value) -> {
                          if (!value.isEmpty()) {
                            slots.add(new EventSlot(Part.DETAIL, name));
                          }
                        }));
    return slots;
  }

  /** Before there was anything to record. */
  static Instant moment() {
    return Instant.parse(MOMENT);
  }

  /** What nobody asks. */
  static RawQuery query() {
    return RawQuery.get(ASKED);
  }

  /** What stands in JSON for the value until it is put there. */
  String mark() {
    return switch (part) {
      case RECORDED -> MOMENT;
      case QUERY -> base64(query());
      case DETAIL -> "andiron.slot.detail." + detail + ".";
      default -> "andiron.slot." + part;
    };
  }

  /** As it stands in JSON; for an event that has it. */
  String value(AuditedEvent event) {
    return part == Part.DETAIL
        ? event.data().map(it -> it.details().get(detail)).orElseThrow()
        : part.value.apply(event).orElseThrow();
  }

  private static String afterType(String reference) {
    return reference.substring(reference.indexOf('/') + 1);
  }

  private static String base64(RawQuery query) {
    return Base64.getEncoder().encodeToString(query.content());
  }
}
