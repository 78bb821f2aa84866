package org.andiron.consentoracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times are all that what is written can mean. */
class SpanTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "2022, 2021-12-31T23:00:00Z, 2022-12-31T23:00:00Z",
    "2022-06, 2022-05-31T22:00:00Z, 2022-06-30T22:00:00Z",
    "2022-12-31, 2022-12-30T23:00:00Z, 2022-12-31T23:00:00Z",
    "2022-03-27, 2022-03-26T23:00:00Z, 2022-03-27T22:00:00Z",
    "2022-12-31T10:00:00-05:00, 2022-12-31T15:00:00Z, 2022-12-31T15:00:01Z",
    "2022-12-31T10:00:00.5Z, 2022-12-31T10:00:00.500Z, 2022-12-31T10:00:00.501Z"
  })
  void coversWhatIsWritten(String written, Instant from, Instant until) {
    assertThat(Span.of(written, BERLIN)).isEqualTo(new Span(from, until));
  }

  @Test
  void lastDayOfAPeriodIsPartOfIt() {
    Period period = new Period().setEndElement(new DateTimeType("2022-12-31"));

    Span span = Span.of(period, BERLIN);

    assertThat(span.contains(Instant.parse("2022-12-31T22:59:59Z"))).isTrue();
    assertThat(span.contains(Instant.parse("2022-12-31T23:00:00Z"))).isFalse();
    assertThat(span.contains(Instant.parse("1970-01-01T00:00:00Z"))).isTrue();
  }

  @Test
  void whatTouchesDoesNotOverlap() {
    Span first = Span.of("2022-01", BERLIN);
    Span second = Span.of("2022-02", BERLIN);

    assertThat(first.overlaps(second)).isFalse();
    assertThat(first.overlaps(Span.of("2022-01-31", BERLIN))).isTrue();
    assertThat(first.isWithin(Span.of("2022", BERLIN))).isTrue();
    assertThat(Span.of("2022", BERLIN).isWithin(first)).isFalse();
  }
}
