package org.andiron.audit.event;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;

/**
 * How long what happened lasted, where that is not the moment in which it is recorded.
 *
 * @param start in whole milliseconds; finer parts are cut off
 * @param end likewise
 */
public record EventPeriod(Instant start, Instant end) {

  /**
   * @throws IllegalArgumentException if it ends before it starts
   */
  public EventPeriod {
    start = start.truncatedTo(ChronoUnit.MILLIS);
    end = end.truncatedTo(ChronoUnit.MILLIS);
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("a period does not end before it starts");
    }
  }

  Period period() {
    return new Period().setStartElement(time(start)).setEndElement(time(end));
  }

  private static DateTimeType time(Instant instant) {
    DateTimeType time = new DateTimeType(Date.from(instant), TemporalPrecisionEnum.MILLI);
    time.setTimeZoneZulu(true);
    return time;
  }
}
