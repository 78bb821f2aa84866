package org.andiron.searchoracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Timing;

/**
 * Dates, as ranges of time.
 *
 * @see DateRange
 */
final class DateTests {

  private DateTests() {}

  static ElementTest of(String modifier, Instant now) {
    if (!modifier.isEmpty()) {
      throw new BadSearch("A date has no modifier " + modifier);
    }
    return (element, value) -> {
      Prefix.Prefixed search = Prefix.parse(Escapes.unescape(value));
      DateRange range = DateRange.parse(search.value());
      return range(element)
          .map(target -> range.isMetBy(target, search.prefix(), now))
          .orElse(false);
    };
  }

  /** The time an element stands for; none if it says nothing about when. */
  static Optional<DateRange> range(Base element) {
    if (element instanceof InstantType instant) {
      return Optional.of(DateRange.at(instant.getValue().toInstant()));
    }
    if (element instanceof BaseDateTimeType date) {
      return Optional.of(DateRange.parse(date.getValueAsString()));
    }
    if (element instanceof Period period) {
      return range(period);
    }
    if (element instanceof Timing timing) {
      return range(timing);
    }
    return Optional.empty();
  }

  private static Optional<DateRange> range(Period period) {
    if (!period.hasStart() && !period.hasEnd()) {
      return Optional.empty();
    }
    return Optional.of(
        new DateRange(
            period.hasStart()
                ? DateRange.parse(period.getStartElement().getValueAsString()).start()
                : Instant.MIN,
            period.hasEnd()
                ? DateRange.parse(period.getEndElement().getValueAsString()).end()
                : Instant.MAX));
  }

  /** "Only the outer limits matter". */
  private static Optional<DateRange> range(Timing timing) {
    List<DateRange> ranges = new ArrayList<>();
    for (DateTimeType event : timing.getEvent()) {
      ranges.add(DateRange.parse(event.getValueAsString()));
    }
    if (timing.getRepeat().hasBoundsPeriod()) {
      range(timing.getRepeat().getBoundsPeriod()).ifPresent(ranges::add);
    }
    return ranges.stream().reduce(DateRange::hull);
  }
}
