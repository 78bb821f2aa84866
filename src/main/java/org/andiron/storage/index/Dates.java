package org.andiron.storage.index;

import java.time.Instant;
import java.util.Optional;
import org.andiron.storage.index.IndexEntries.DateEntry;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Timing;
import org.jspecify.annotations.Nullable;

/**
 * Dates, times and periods. Of a timing only its outer limits count: its events and its bounds. A
 * period that ends before it begins, or has an end that cannot be read, is not indexed.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#date">Date parameters</a>
 */
final class Dates {

  private Dates() {}

  static void index(Base value, IndexedParameter parameter, int group, EntryCollector entries) {
    if (value instanceof BaseDateTimeType date) {
      interval(date)
          .ifPresent(interval -> add(interval.low(), interval.high(), parameter, group, entries));
    } else if (value instanceof Period period) {
      period(period, parameter, group, entries);
    } else if (value instanceof Timing timing) {
      timing(timing, parameter, group, entries);
    }
  }

  private static void period(
      Period period, IndexedParameter parameter, int group, EntryCollector entries) {
    if (isReadable(period)) {
      add(start(period), end(period), parameter, group, entries);
    }
  }

  private static void timing(
      Timing timing, IndexedParameter parameter, int group, EntryCollector entries) {
    Instant low = null;
    Instant high = null;
    boolean openLow = false;
    boolean openHigh = false;
    for (DateTimeType event : timing.getEvent()) {
      DateInterval interval = interval(event).orElse(null);
      if (interval != null) {
        low = low == null || interval.low().isBefore(low) ? interval.low() : low;
        high = high == null || interval.high().isAfter(high) ? interval.high() : high;
      }
    }
    if (timing.hasRepeat()
        && timing.getRepeat().getBounds() instanceof Period bounds
        && isReadable(bounds)) {
      Instant start = start(bounds);
      Instant end = end(bounds);
      if (start != null || end != null) {
        openLow = start == null;
        openHigh = end == null;
        low = low == null || (start != null && start.isBefore(low)) ? start : low;
        high = high == null || (end != null && end.isAfter(high)) ? end : high;
      }
    }
    add(openLow ? null : low, openHigh ? null : high, parameter, group, entries);
  }

  private static void add(
      @Nullable Instant low,
      @Nullable Instant high,
      IndexedParameter parameter,
      int group,
      EntryCollector entries) {
    boolean ordered = low == null || high == null || low.isBefore(high);
    if (ordered && (low != null || high != null)) {
      entries.add(new DateEntry(parameter.code(), group, low, high));
    }
  }

  /** An end that cannot be read is not an open one. */
  private static boolean isReadable(Period period) {
    return (!period.hasStart() || isReadable(period.getStartElement()))
        && (!period.hasEnd() || isReadable(period.getEndElement()));
  }

  private static boolean isReadable(DateTimeType date) {
    return date.getValueAsString() == null || interval(date).isPresent();
  }

  private static @Nullable Instant start(Period period) {
    return period.hasStart()
        ? interval(period.getStartElement()).map(DateInterval::low).orElse(null)
        : null;
  }

  private static @Nullable Instant end(Period period) {
    return period.hasEnd()
        ? interval(period.getEndElement()).map(DateInterval::high).orElse(null)
        : null;
  }

  private static Optional<DateInterval> interval(BaseDateTimeType date) {
    String text = date.getValueAsString();
    return text == null ? Optional.empty() : DateInterval.parse(text);
  }
}
