package org.andiron.risk.operation;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.hl7.fhir.r4.model.DateTimeType;

/** The moment that {@code asOf} names. */
final class PointInTime {

  /** Where a day begins first. */
  private static final ZoneOffset FIRST_ON_EARTH = ZoneOffset.ofHours(14);

  private PointInTime() {}

  /**
   * The moment; of a day alone its end in UTC, so that what is recorded on it counts, or now if it
   * is not over.
   *
   * @throws InvalidRequestException if it names no day, or is later than now
   */
  static Instant of(DateTimeType asOf, Instant now) {
    if (!asOf.hasValue()
        || asOf.getPrecision() == TemporalPrecisionEnum.YEAR
        || asOf.getPrecision() == TemporalPrecisionEnum.MONTH) {
      throw new InvalidRequestException(
          "'asOf' is a day, as 2026-11-30, or a moment with a time zone, as"
              + " 2026-11-30T12:00:00Z. Nothing was scored.");
    }
    if (asOf.getPrecision() != TemporalPrecisionEnum.DAY) {
      return notLater(asOf.getValue().toInstant(), now);
    }
    LocalDate day = LocalDate.parse(asOf.getValueAsString());
    notLater(day.atStartOfDay().toInstant(FIRST_ON_EARTH), now);
    Instant ends = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).minusMillis(1);
    return ends.isAfter(now) ? now : ends;
  }

  private static Instant notLater(Instant begins, Instant now) {
    if (begins.isAfter(now)) {
      throw new InvalidRequestException(
          "'asOf' is later than now, when nothing can be known yet. Nothing was scored.");
    }
    return begins;
  }
}
