package org.andiron.storage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.time.api.constraints.DateRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryPeriodTest {

  @ParameterizedTest
  @CsvSource({
    "2024, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
    "2024-02, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
    "2024-02-29, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
    "2024-02-29T23:59, 2024-02-29T23:59:00Z, 2024-03-01T00:00:00Z",
    "2024-02-29T10:00:07, 2024-02-29T10:00:07Z, 2024-02-29T10:00:08Z",
    "2024-02-29T10:00:07+02:00, 2024-02-29T08:00:07Z, 2024-02-29T08:00:08Z",
    "2024-02-29T10:00:07 02:00, 2024-02-29T08:00:07Z, 2024-02-29T08:00:08Z",
    "2024-02-29T10:00:07.250Z, 2024-02-29T10:00:07.250Z, 2024-02-29T10:00:07.251Z",
    "2024-02-29T10:00:07.2Z, 2024-02-29T10:00:07.200Z, 2024-02-29T10:00:07.300Z",
    "2024-02-29T10:00:07.2504Z, 2024-02-29T10:00:07.250Z, 2024-02-29T10:00:07.251Z",
    "eq2024, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
    "ge2024, 2024-01-01T00:00:00Z,",
    "gt2024, 2025-01-01T00:00:00Z,",
    "sa2024, 2025-01-01T00:00:00Z,",
    "le2024,, 2025-01-01T00:00:00Z",
    "lt2024,, 2024-01-01T00:00:00Z",
    "eb2024,, 2024-01-01T00:00:00Z"
  })
  void aDateIsThePeriodOfItsPrecision(
      String value, @Nullable Instant start, @Nullable Instant end) {
    assertThat(HistoryPeriod.of(value)).isEqualTo(new HistoryPeriod(start, end));
  }

  @Test
  void severalValuesAreWhatTheyHaveInCommon() {
    assertThat(HistoryPeriod.of("ge2024-03", "lt2025", "le2024-12-31"))
        .isEqualTo(
            new HistoryPeriod(
                Instant.parse("2024-03-01T00:00:00Z"), Instant.parse("2025-01-01T00:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "24",
        "2024-13",
        "2024-02-30",
        "2024-1-1",
        "2024-01-01T25:00Z",
        "2024-01-01T10",
        "now",
        "ne2024",
        "ap2024",
        "2024-01-01T10:00:60Z",
        "2024-01-01T10:00:00+30:00"
      })
  void anythingElseIsRefused(String value) {
    assertThatThrownBy(() -> HistoryPeriod.of(value)).isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void periodsWithoutCommonTimeAreRefused() {
    assertThatThrownBy(() -> HistoryPeriod.of("ge2025", "lt2025"))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Property(tries = 200)
  void daysFollowEachOtherWithoutGap(
      @ForAll @DateRange(min = "1900-01-01", max = "2200-12-31") LocalDate day) {
    assertThat(HistoryPeriod.of(day.toString()))
        .isEqualTo(
            new HistoryPeriod(
                day.atStartOfDay().toInstant(ZoneOffset.UTC),
                HistoryPeriod.of(day.plusDays(1).toString()).start()));
  }
}
