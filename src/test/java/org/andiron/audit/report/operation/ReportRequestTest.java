package org.andiron.audit.report.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.andiron.audit.report.ReportLanguage;
import org.hl7.fhir.r4.model.DateTimeType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In what form, which language and of what time a report is, by what a request says. */
class ReportRequestTest {

  private static final Instant NOW = Instant.parse("2026-03-05T10:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none| ''| JSON",
        "none| */*| JSON",
        "none| application/fhir+json| JSON",
        "none| application/fhir+xml| XML",
        "none| text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8| HTML",
        "none| text/csv| CSV",
        "none| text/*| JSON",
        "none| text/csv;q=0.1, application/fhir+json;q=0.2| JSON",
        "none| */*, application/fhir+json;q=0| XML",
        "csv| application/fhir+json| CSV",
        "text/html| none| HTML",
        "application/fhir+xml| */*| XML",
        "application/fhir json| */*| JSON",
        "text/csv;charset=UTF-8| */*| CSV"
      })
  void theFormIsThatOfTheParameterOrTheOneThatIsLiked(
      @Nullable String format, @Nullable String accept, ReportFormat expected) {
    assertThat(ReportFormat.of(format, accept == null ? List.of() : List.of(accept)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {"pdf| */*", "none| application/pdf", "none| ///", "none| text/csv;q=0"})
  void otherFormsAreRefused(@Nullable String format, String accept) {
    assertThatThrownBy(() -> ReportFormat.of(format, List.of(accept)))
        .isInstanceOfSatisfying(
            BaseServerResponseException.class, it -> assertThat(it.getStatusCode()).isEqualTo(406));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| ENGLISH",
        "fr| ENGLISH",
        "zh| SIMPLIFIED_CHINESE",
        "fr, zh-Hans-CN;q=0.5, en;q=0.4| SIMPLIFIED_CHINESE",
        "en-GB, zh| ENGLISH",
        "zh;q=0, en| ENGLISH",
        "!!!| ENGLISH"
      })
  void theLanguageIsTheFirstThatIsSpoken(String header, ReportLanguage expected) {
    assertThat(ReportLanguage.accepted(header)).isEqualTo(expected);
  }

  @Test
  void languagesAreNamedByTheirTag() {
    assertThat(ReportLanguage.named("zh-CN")).contains(ReportLanguage.SIMPLIFIED_CHINESE);
    assertThat(ReportLanguage.named("en_US")).contains(ReportLanguage.ENGLISH);
    assertThat(ReportLanguage.named("fr")).isEmpty();
    assertThat(ReportLanguage.named("")).isEmpty();
  }

  private static ReportPeriod period(@Nullable String since, @Nullable String until) {
    return ReportPeriod.of(
        since == null ? null : new DateTimeType(since),
        until == null ? null : new DateTimeType(until),
        NOW,
        BERLIN);
  }

  @Test
  void aDayIsOneInTheZoneAndTheEndIsWithin() {
    assertThat(period(null, null)).isEqualTo(new ReportPeriod(Optional.empty(), NOW));
    assertThat(period("2026-03-01", "2026-03-01"))
        .isEqualTo(
            new ReportPeriod(
                Optional.of(Instant.parse("2026-02-28T23:00:00Z")),
                Instant.parse("2026-03-01T23:00:00Z")));
    assertThat(period("2025", "2026-02"))
        .isEqualTo(
            new ReportPeriod(
                Optional.of(Instant.parse("2024-12-31T23:00:00Z")),
                Instant.parse("2026-02-28T23:00:00Z")));
    assertThat(period("2026-03-01T08:00:00+09:00", "2026-03-01T08:00:00Z"))
        .isEqualTo(
            new ReportPeriod(
                Optional.of(Instant.parse("2026-02-28T23:00:00Z")),
                Instant.parse("2026-03-01T08:00:01Z")));
    assertThat(period(null, "2026-03-01T08:00:00.123Z").before())
        .isEqualTo(Instant.parse("2026-03-01T08:00:00.124Z"));
  }

  @Test
  void whatEndsBeforeItBeginsIsNoTime() {
    assertThatThrownBy(() -> period("2026-03-02", "2026-03-01"))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> period("2027", null)).isInstanceOf(InvalidRequestException.class);
  }
}
