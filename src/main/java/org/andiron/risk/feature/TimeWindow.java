package org.andiron.risk.feature;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import org.jspecify.annotations.Nullable;

/**
 * Of what time values are used.
 *
 * @param back how far it reaches back from its end, null for all time
 * @param anchor where it ends
 * @param gap how long before the start of the stay it ends, zero but for {@code BEFORE_STAY}
 */
public record TimeWindow(@Nullable TemporalAmount back, Anchor anchor, TemporalAmount gap) {

  /** Where a window ends. */
  public enum Anchor {
    /** At the time asked for, which is included. */
    AS_OF,
    /** Before the admission to the hospital stay in question, which is not included. */
    BEFORE_STAY,
    /** Reaches from admission to discharge. */
    DURING_STAY
  }

  /** Until the time asked for, without limit. */
  static final TimeWindow ALWAYS = new TimeWindow(null, Anchor.AS_OF, Period.ZERO);

  /** Of a length in ISO 8601: of days and more ({@code P1Y}), or of hours and less. */
  static TemporalAmount parse(String text) {
    return text.startsWith("PT") ? Duration.parse(text) : Period.parse(text);
  }

  /** The time before, by the calendar in UTC; the beginning of time if there is no such time. */
  static Instant before(Instant end, @Nullable TemporalAmount back) {
    if (back == null) {
      return Instant.MIN;
    }
    try {
      return end.atOffset(ZoneOffset.UTC).minus(back).toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MIN;
    }
  }
}
