package org.andiron.risk.operation;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.hl7.fhir.r4.model.DateTimeType;

/** The moment that {@code asOf} names. */
final class PointInTime {

  private PointInTime() {}

  /**
   * The moment; of a day alone its end, so that what is recorded on it counts, or now if it is
   * today.
   *
   * @throws InvalidRequestException if it names no day, or is later than now
   */
  static Instant of(DateTimeType asOf, Instant now) {
    Date value = asOf.getValue();
    if (value == null
        || asOf.getPrecision() == TemporalPrecisionEnum.YEAR
        || asOf.getPrecision() == TemporalPrecisionEnum.MONTH) {
      throw new InvalidRequestException(
          "'asOf' is a day, as 2026-11-30, or a moment with a time zone, as"
              + " 2026-11-30T12:00:00Z. Nothing was scored.");
    }
    Instant begins = value.toInstant();
    if (begins.isAfter(now)) {
      throw new InvalidRequestException(
          "'asOf' is later than now, when nothing can be known yet. Nothing was scored.");
    }
    if (asOf.getPrecision() != TemporalPrecisionEnum.DAY) {
      return begins;
    }
    Instant ends = begins.plus(1, ChronoUnit.DAYS).minusMillis(1);
    return ends.isAfter(now) ? now : ends;
  }
}
