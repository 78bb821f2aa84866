package org.andiron.audit.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A value in which events of one {@link EventShape} differ. */
public enum EventSlot {
  RECORDED(Marks.MOMENT, event -> Optional.of(Marks.FORMAT.format(event.recorded()))),
  PATIENT("andiron.slot.patient", event -> event.patients().stream().findFirst()),
  DATA("andiron.slot.data", event -> event.data().map(it -> afterType(it.reference()))),
  QUERY(
      base64(RawQuery.get(Marks.QUERY)), event -> event.query().map(EventSlot::base64)),
  REQUEST("andiron.slot.request", event -> event.trace().map(RequestTrace::requestId)),
  TRANSACTION(
      "andiron.slot.transaction", event -> event.trace().flatMap(RequestTrace::transactionId)),
  SEARCH("andiron.slot.search", event -> event.trace().flatMap(RequestTrace::searchId));

  /** Before there was anything to record, and what nobody asks. */
  private static final class Marks {
    static final String MOMENT = "2001-02-03T04:05:06.789Z";
    static final String QUERY = "andiron.slot.query";
    static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  }

  private final String mark;
  private final Function<AuditedEvent, Optional<String>> value;

  EventSlot(String mark, Function<AuditedEvent, Optional<String>> value) {
    this.mark = mark;
    this.value = value;
  }

  /** Those of an event that have a value. */
  static List<EventSlot> of(AuditedEvent event) {
    return Arrays.stream(values()).filter(it -> it.value.apply(event).isPresent()).toList();
  }

  static Instant moment() {
    return Instant.parse(Marks.MOMENT);
  }

  static RawQuery query() {
    return RawQuery.get(Marks.QUERY);
  }

  /** What stands in JSON for the value until it is put there. */
  String mark() {
    return mark;
  }

  /** As it stands in JSON; for an event that has it. */
  String value(AuditedEvent event) {
    return value.apply(event).orElseThrow();
  }

  private static String afterType(String reference) {
    return reference.substring(reference.indexOf('/') + 1);
  }

  private static String base64(RawQuery query) {
    return Base64.getEncoder().encodeToString(query.content());
  }
}
