package org.andiron.risk.feature;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds when a patient was seen. */
final class Contacts {

  private static final List<EventDefinition> SEEN =
      ResourceKind.ofContacts().stream().map(Contacts::anyOf).toList();

  static final Set<ResourceKind> KINDS =
      SEEN.stream().map(EventDefinition::resource).collect(Collectors.toUnmodifiableSet());

  private Contacts() {}

  private static EventDefinition anyOf(ResourceKind kind) {
    return new EventDefinition(
        kind, CodeSet.NONE, CodeSet.NONE, Set.of(kind.usualStatuses()), null, false);
  }

  static Optional<TimeSpan> of(PatientRecord record) {
    Instant first = Instant.MAX;
    Instant last = Instant.MIN;
    for (EventDefinition kind : SEEN) {
      for (RecordedEvent event : kind.in(record)) {
        TimeSpan start = event.start();
        if (start != null) {
          TimeSpan end = event.end();
          first = earlier(first, start.first());
          last = later(last, later(start.first(), end == null ? start.first() : end.first()));
        }
      }
    }
    return last.isBefore(first) ? Optional.empty() : Optional.of(new TimeSpan(first, last));
  }

  private static Instant earlier(Instant one, Instant other) {
    return other.isBefore(one) ? other : one;
  }

  private static Instant later(Instant one, Instant other) {
    return other.isAfter(one) ? other : one;
  }
}
