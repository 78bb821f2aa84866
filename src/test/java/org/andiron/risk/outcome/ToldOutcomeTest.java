package org.andiron.risk.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.time.Instant;
import java.util.Optional;
import org.andiron.risk.assessment.ObservedOutcome.Status;
import org.hl7.fhir.r4.model.DateTimeType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToldOutcomeTest {

  private static final Instant AS_OF = Instant.parse("2026-01-10T12:00:00Z");
  private static final Instant END = Instant.parse("2026-02-09T12:00:00Z");

  private static ToldOutcome told(
      @Nullable Boolean occurred, @Nullable Boolean censored, @Nullable String date, String now) {
    return ToldOutcome.of(
        occurred, censored, date == null ? null : new DateTimeType(date), Instant.parse(now));
  }

  @Nested
  class Alone {

    @Test
    void itSaysWhatIsKnown() {
      assertThat(told(true, null, null, "2026-03-01T00:00:00Z").observed().status())
          .isEqualTo(Status.OCCURRED);
      assertThat(told(false, false, null, "2026-03-01T00:00:00Z").observed().status())
          .isEqualTo(Status.NOT_OCCURRED);
      ToldOutcome censored = told(false, true, "2026-01-20", "2026-03-01T00:00:00Z");
      assertThat(censored.observed().status()).isEqualTo(Status.CENSORED);
      assertThat(censored.observed().date()).contains("2026-01-20");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "null|null|null|occurred is missing",
          "true|true|null|send one of the two",
          "true|null|2026-03-02|later than now",
          "true|null|2026-03-01T00:00:01Z|later than now"
        },
        nullValues = "null")
    void whatIsNotWholeIsRefused(
        @Nullable Boolean occurred,
        @Nullable Boolean censored,
        @Nullable String date,
        String reason) {
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> told(occurred, censored, date, "2026-03-01T00:00:00Z"))
          .withMessageContaining(reason)
          .withMessageContaining("Nothing was stored.");
    }
  }

  @Nested
  class OfAPrediction {

    private void check(boolean occurred, boolean censored, @Nullable String date, String now) {
      told(occurred, censored, date, now)
          .requirePossible(AS_OF, Optional.of(END), Instant.parse(now));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "true|false|2026-01-10T12:00:00Z|2026-03-01T00:00:00Z|not after the prediction",
          "true|false|2026-01-09|2026-03-01T00:00:00Z|not after the prediction",
          "true|false|2026-02-10|2026-03-01T00:00:00Z|Send occurred=false",
          "false|false|null|2026-02-09T11:59:59Z|may still come about",
          "false|false|2026-01-31|2026-03-01T00:00:00Z|Send a later date",
          "false|true|2026-02-10|2026-03-01T00:00:00Z|without 'censored'"
        },
        nullValues = "null")
    void whatCannotBeTrueIsRefused(
        boolean occurred, boolean censored, @Nullable String date, String now, String reason) {
      assertThatExceptionOfType(UnprocessableEntityException.class)
          .isThrownBy(() -> check(occurred, censored, date, now))
          .withMessageContaining(reason)
          .withMessageContaining("Nothing was stored.");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "true|false|2026-01-10|2026-01-11T00:00:00Z",
          "true|false|2026-02-09|2026-03-01T00:00:00Z",
          "true|false|null|2026-01-11T00:00:00Z",
          "false|false|null|2026-02-09T12:00:00Z",
          "false|false|2026-02-09|2026-03-01T00:00:00Z",
          "false|false|2026-02|2026-03-01T00:00:00Z",
          "false|true|2026-01-20|2026-01-21T00:00:00Z",
          "false|true|null|2026-01-11T00:00:00Z"
        },
        nullValues = "null")
    void whatCanBeTrueIsTaken(
        boolean occurred, boolean censored, @Nullable String date, String now) {
      assertThatCode(() -> check(occurred, censored, date, now)).doesNotThrowAnyException();
    }

    @Test
    void withoutATimeOfThePredictionANegativeIsTakenAtOnce() {
      assertThatCode(
              () ->
                  told(false, false, null, "2026-01-11T00:00:00Z")
                      .requirePossible(
                          AS_OF, Optional.empty(), Instant.parse("2026-01-11T00:00:00Z")))
          .doesNotThrowAnyException();
    }
  }
}
