package org.andiron.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateIntervalTest {

  @ParameterizedTest
  @CsvSource({
    "2024, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
    "2024-02, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
    "2024-12, 2024-12-01T00:00:00Z, 2025-01-01T00:00:00Z",
    "2024-02-29, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
    "2024-03-01T10:15, 2024-03-01T10:15:00Z, 2024-03-01T10:16:00Z",
    "2024-03-01T10:15Z, 2024-03-01T10:15:00Z, 2024-03-01T10:16:00Z",
    "2024-03-01T10:15:30+02:00, 2024-03-01T08:15:30Z, 2024-03-01T08:15:31Z",
    "2024-03-01T00:15:30-09:30, 2024-03-01T09:45:30Z, 2024-03-01T09:45:31Z",
    "2024-03-01T10:15:30.5Z, 2024-03-01T10:15:30.5Z, 2024-03-01T10:15:30.6Z",
    "2024-03-01T10:15:30.123Z, 2024-03-01T10:15:30.123Z, 2024-03-01T10:15:30.124Z",
    "2024-03-01T10:15:30.123456Z, 2024-03-01T10:15:30.123456Z, 2024-03-01T10:15:30.123457Z",
    "2024-03-01T10:15:30.123456789Z, 2024-03-01T10:15:30.123456Z, 2024-03-01T10:15:30.123457Z",
    "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z, 2017-01-01T00:00:01Z",
    "1885-03-01, 1885-03-01T00:00:00Z, 1885-03-02T00:00:00Z",
    "9999, 9999-01-01T00:00:00Z, +10000-01-01T00:00:00Z",
  })
  void isTheTimeOfTheStatedPrecision(String text, Instant low, Instant high) {
    assertThat(DateInterval.parse(text)).contains(new DateInterval(low, high));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "24",
        "0000",
        "2024-",
        "2024-13",
        "2024-00",
        "2024-1",
        "2023-02-29",
        "2024-03-00",
        "20240301",
        "2024-03-01 10:15",
        "2024-03-01T",
        "2024-03-01T10",
        "2024-03-01T24:00",
        "2024-03-01T10:60",
        "2024-03-01T10:15:61Z",
        "2024-03-01T10:15:30.Z",
        "2024-03-01T10:15:30+15:00",
        "2024-03-01T10:15:30+02",
        "2024-03-01T10:15:30Zx",
        "2024-03-01Z",
        "0001-01-01T00:00:00+01:00",
        "٢٠٢٤",
        "yesterday",
      })
  void anythingElseIsNone(String text) {
    assertThat(DateInterval.parse(text)).isEmpty();
  }

  @Property
  void daysOfAMonthCoverItWithoutGap(
      @ForAll @IntRange(min = 1, max = 9999) int year, @ForAll @IntRange(min = 1, max = 12) int m) {
    DateInterval month = parsed("%04d-%02d".formatted(year, m));
    Instant next = month.low();
    for (int day = 1; day <= LocalDate.of(year, m, 1).lengthOfMonth(); day++) {
      DateInterval date = parsed("%04d-%02d-%02d".formatted(year, m, day));
      assertThat(date.low()).isEqualTo(next);
      next = date.high();
    }
    assertThat(next).isEqualTo(month.high());
  }

  @Property
  void anInstantIsReadAsJavaWritesIt(@ForAll @IntRange(min = 0) int seconds) {
    Instant instant = Instant.ofEpochSecond(seconds);
    assertThat(DateInterval.parse(instant.toString()))
        .contains(new DateInterval(instant, instant.plus(1, ChronoUnit.SECONDS)));
  }

  @Property
  void noTextFails(@ForAll String text) {
    assertThat(DateInterval.parse("2024-03-01T" + text)).isNotNull();
    assertThat(DateInterval.parse(text)).isNotNull();
  }

  private static DateInterval parsed(String text) {
    return DateInterval.parse(text).orElseThrow();
  }
}
