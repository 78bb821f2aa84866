package org.andiron.risk.model;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;

/** How far ahead an outcome is predicted, from the time of scoring. */
public record Horizon(int value, Unit unit) {

  /** A unit of time, with its code in UCUM. */
  public enum Unit {
    YEARS("a"),
    DAYS("d");

    private final String code;

    Unit(String code) {
      this.code = code;
    }

    /** The code in UCUM. */
    public String code() {
      return code;
    }
  }

  /**
   * @throws IllegalArgumentException if it is not ahead
   */
  public Horizon {
    if (value <= 0) {
      throw new IllegalArgumentException("a horizon lies ahead");
    }
  }

  /** The last instant that belongs to it, by the calendar in UTC. */
  public Instant end(Instant from) {
    return from.atOffset(ZoneOffset.UTC).plus(length()).toInstant();
  }

  /** A time from which it has not ended by then, and neither from later ones. */
  public Instant notEndedFrom(Instant now) {
    // A day more, as months have ends: a year from 29 February and one from the 28th end together.
    return now.atOffset(ZoneOffset.UTC).minus(length()).plusDays(1).plusNanos(1).toInstant();
  }

  private Period length() {
    return switch (unit) {
      case YEARS -> Period.ofYears(value);
      case DAYS -> Period.ofDays(value);
    };
  }
}
