package org.andiron.searchoracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of 3.1.1.4.7, and what must hold for all dates. */
class DateRangeTest {

  private static final Instant NOW = Instant.parse("2018-12-27T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "eq2013-01-14, 2013-01-14T00:00:00Z, true",
    "eq2013-01-14, 2013-01-14T10:00:00Z, true",
    "eq2013-01-14, 2013-01-15T00:00:00Z, false",
    "ne2013-01-14, 2013-01-15T00:00:00Z, true",
    "ne2013-01-14, 2013-01-14T00:00:00Z, false",
    "ne2013-01-14, 2013-01-14T10:00:00Z, false",
    "lt2013-01-14T10:00, 2013-01-14, true",
    "gt2013-01-14T10:00, 2013-01-14, true",
    "ge2024, 2024-03-01, true",
    "le2024, 2024-03-01, true",
    "gt2024, 2024-03-01, false",
    "lt2024, 2024-03-01, false",
    "gt2024-03, 2024, true",
    "lt2024-03, 2024, true",
    "eq2024-03, 2024, false",
    "ge2024-03-31, 2024-03, true",
    "le2024-03-01, 2024-03, true",
    "sa2013-03-14, 2013-03-15, true",
    "sa2013-03-14, 2013-03-14, false",
    "eb2013-03-14, 2013-03-13, true",
    "eb2013-03-14, 2013-03, false",
    "ap2013-03-14, 2013-03-14, true",
    "ap2013-03-14, 2015-06-15, false",
    "2000, 2000-12-31T23:59:59Z, true",
    "2000-04, 2000-04-30T23:59:59.999Z, true",
    "2000-04, 2000-05-01, false"
  })
  void decidesTheExamplesOfTheSpecification(String search, String stored, boolean expected) {
    assertThat(isMet(search, new DateTimeType(stored))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "ge2013-03-14, 2013-01-21, '', true",
    "le2013-03-14, 2013-01-21, '', true",
    "sa2013-03-14, 2013-03-15, '', true",
    "sa2013-03-14, 2013-01-21, '', false",
    "sa2013-03-14, '', 2013-01-21, false",
    "eb2013-03-14, 2013-03-15, '', false",
    "eb2013-03-14, 2013-01-21, '', false",
    "eb2013-03-14, '', 2013-01-21, true",
    "eq2013-03, 2013-03-02, 2013-03-31, true",
    "eq2013-03, 2013-03-02, 2013-04-01, false",
    "eq2013-03, 2013-03-02, '', false",
    "ne2013-03, 2013-03-02, '', true",
    "ap2013-03, '', 2013-03-02, true"
  })
  void decidesTheExamplesWithPeriods(String search, String start, String end, boolean expected) {
    assertThat(isMet(search, EdgeDraft.period(start, end))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-03-01, 2024-02-29T23:30:00-05:00, true",
    "2024-02-29, 2024-03-01T00:30:00+14:00, true",
    "2024-02-29T23:30:00-05:00, 2024-03-01T04:30:00Z, true",
    "2024-03-01T00:00, 2024-03-01T00:00:59Z, true"
  })
  void comparesTimesAcrossZones(String search, String stored, boolean expected) {
    assertThat(isMet(search, new DateTimeType(stored))).isEqualTo(expected);
  }

  @Test
  void takesAnInstantForAPoint() {
    InstantType instant = new InstantType("2024-03-01T00:00:00Z");

    assertThat(isMet("2024-03-01T00:00:00.000Z", instant)).isTrue();
    assertThat(isMet("gt2024-02-29", instant)).isTrue();
    assertThat(isMet("lt2024-03-01", instant)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"23 May 2009", "2024-13", "2024-02-30", "2024-03-01T10", "24", ""})
  void refusesWhatIsNoDate(String text) {
    assertThatThrownBy(() -> DateRange.parse(text)).isInstanceOf(BadSearch.class);
  }

  @Property
  void neIsTheComplementOfEq(
      @ForAll("ranges") DateRange search, @ForAll("ranges") DateRange stored) {
    assertThat(search.isMetBy(stored, Prefix.NE, NOW))
        .isNotEqualTo(search.isMetBy(stored, Prefix.EQ, NOW));
  }

  @Property
  void gtAndLeAreComplementaryOnPoints(
      @ForAll("ranges") DateRange search, @ForAll("points") DateRange stored) {
    assertThat(search.isMetBy(stored, Prefix.GT, NOW))
        .isNotEqualTo(search.isMetBy(stored, Prefix.LE, NOW));
    assertThat(search.isMetBy(stored, Prefix.LT, NOW))
        .isNotEqualTo(search.isMetBy(stored, Prefix.GE, NOW));
  }

  @Property
  void everyRangeIsBeforeAfterOrOverlapping(
      @ForAll("ranges") DateRange search, @ForAll("ranges") DateRange stored) {
    long answers =
        Stream.of(
                search.isMetBy(stored, Prefix.SA, NOW),
                search.isMetBy(stored, Prefix.EB, NOW),
                search.overlaps(stored))
            .filter(answer -> answer)
            .count();

    assertThat(answers).isEqualTo(1);
  }

  @Property
  void geIsMetByWhatMeetsEqOrGt(
      @ForAll("ranges") DateRange search, @ForAll("ranges") DateRange stored) {
    if (search.isMetBy(stored, Prefix.EQ, NOW) || search.isMetBy(stored, Prefix.GT, NOW)) {
      assertThat(search.isMetBy(stored, Prefix.GE, NOW)).isTrue();
    }
    if (search.isMetBy(stored, Prefix.EQ, NOW)) {
      assertThat(search.isMetBy(stored, Prefix.AP, NOW)).isTrue();
    }
  }

  @Provide
  Arbitrary<DateRange> ranges() {
    return Combinators.combine(
            Arbitraries.integers().between(2000, 2002),
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(1, 28),
            Arbitraries.of(4, 7, 10))
        .as(
            (year, month, day, length) ->
                DateRange.parse("%04d-%02d-%02d".formatted(year, month, day).substring(0, length)));
  }

  @Provide
  Arbitrary<DateRange> points() {
    return ranges().map(range -> DateRange.at(range.start()));
  }

  private static boolean isMet(String search, Base stored) {
    return DateTests.of("", NOW).isMet(stored, search);
  }
}
