package org.andiron.risk.training;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.andiron.risk.feature.EventDefinition;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.TimeSpan;
import org.andiron.risk.model.LocalText;
import org.jspecify.annotations.Nullable;

/**
 * Who is left out because of what happened until the index time. An event without a date leaves
 * out, as it may have been before.
 *
 * @param name under which those left out are counted
 * @param title what it is, for whom the model refuses because of it
 * @param back how long before the index time it matters; empty for ever
 */
public record Washout(
    String name, LocalText title, List<EventDefinition> events, Optional<Period> back) {

  public Washout {
    events = List.copyOf(events);
  }

  boolean holds(PatientRecord record, Instant index) {
    Instant since =
        back.map(length -> index.atOffset(ZoneOffset.UTC).minus(length).toInstant())
            .orElse(Instant.MIN);
    return events.stream()
        .flatMap(event -> event.in(record).stream())
        .anyMatch(event -> mayBeBetween(event.start(), since, index));
  }

  private static boolean mayBeBetween(@Nullable TimeSpan start, Instant since, Instant index) {
    return start == null || (!start.isAfter(index) && !start.last().isBefore(since));
  }
}
