package org.andiron.audit.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.Period;
import java.time.YearMonth;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionPeriodTest {

  private static final YearMonth MARCH = YearMonth.of(2020, 3);

  @ParameterizedTest
  @CsvSource({
    "P6Y,   2026-03-31T23:59:59.999999Z, false",
    "P6Y,   2026-04-01T00:00:00Z,        true",
    "P72M,  2026-03-31T23:59:59.999999Z, false",
    "P72M,  2026-04-01T00:00:00Z,        true",
    "P6Y1D, 2026-04-01T23:59:59Z,        false",
    "P6Y1D, 2026-04-02T00:00:00Z,        true",
    "P1Y,   2021-04-01T00:00:00Z,        true",
  })
  void aMonthIsOverWhenAllOfItIs(String period, Instant now, boolean over) {
    assertThat(RetentionPeriod.parse(period).isOver(MARCH, now)).isEqualTo(over);
  }

  @Test
  void monthsAreThoseOfUtcWhereverTheCommandRuns() {
    TimeZone before = TimeZone.getDefault();
    try {
      for (String zone : List.of("Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York")) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        aMonthIsOverWhenAllOfItIs("P6Y", Instant.parse("2026-03-31T23:59:59.999Z"), false);
        aMonthIsOverWhenAllOfItIs("P6Y", Instant.parse("2026-04-01T00:00:00Z"), true);
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  /** Six years before the 29th of February is the 28th, so a month that ends then is not over. */
  @Test
  void leapDays() {
    RetentionPeriod years = RetentionPeriod.parse("P6Y");
    YearMonth february = YearMonth.of(2018, 2);
    assertThat(years.isOver(february, Instant.parse("2024-02-29T23:59:59Z"))).isFalse();
    assertThat(years.isOver(february, Instant.parse("2024-03-01T00:00:00Z"))).isTrue();
    assertThat(years.isOver(YearMonth.of(2024, 2), Instant.parse("2030-02-28T23:59:59Z")))
        .isFalse();
    assertThat(years.isOver(YearMonth.of(2024, 2), Instant.parse("2030-03-01T00:00:00Z"))).isTrue();
  }

  @Test
  void theOldestComeFirst() {
    assertThat(
            RetentionPeriod.parse("P6Y")
                .over(
                    List.of(MARCH, YearMonth.of(2019, 12), YearMonth.of(2020, 4)),
                    Instant.parse("2026-04-15T00:00:00Z")))
        .containsExactly(YearMonth.of(2019, 12), MARCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P11M", "P364D", "P0D", "-P6Y", "P6Y-1D", "P2Y-13M", "P9999Y", "6", ""})
  void lessThanAYearIsRefused(String period) {
    assertThatThrownBy(() -> RetentionPeriod.parse(period))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the retention must be");
  }

  @Test
  void theSettingIsNamedInWhatIsWrongWithIt() {
    assertThat(new RetentionProperties(Period.ofYears(6)).retention()).isEqualTo(Period.ofYears(6));
    assertThatThrownBy(() -> new RetentionProperties(Period.ofMonths(1)))
        .hasMessageContaining("andiron.audit.retention");
  }
}
