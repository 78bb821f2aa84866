package org.andiron.risk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class HorizonTest {

  /** Nothing that has ended is passed over, and little that has not is looked at. */
  @Property
  void whatHasEndedBeganBefore(
      @ForAll @IntRange(min = 1, max = 30) int value,
      @ForAll Horizon.Unit unit,
      @ForAll @LongRange(min = 0, max = 40_000) long day,
      @ForAll @LongRange(min = -20_000, max = 20_000) long later) {
    Horizon horizon = new Horizon(value, unit);
    Instant now = LocalDate.ofEpochDay(day).atStartOfDay().toInstant(ZoneOffset.UTC);
    Instant from = horizon.notEndedFrom(now).plusSeconds(later * 3600);
    if (later >= 0) {
      assertThat(horizon.end(from)).isAfter(now);
    } else if (later < -72) {
      assertThat(horizon.end(from)).isBefore(now);
    }
  }
}
