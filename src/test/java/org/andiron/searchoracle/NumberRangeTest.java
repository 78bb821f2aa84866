package org.andiron.searchoracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of 3.1.1.4.6 and 3.1.1.4.11, and what must hold for all numbers. */
class NumberRangeTest {

  @ParameterizedTest
  @CsvSource({
    "100, 99.5, 100.5",
    "100.00, 99.995, 100.005",
    "1e2, 95, 105",
    "1.00e2, 99.5, 100.5",
    "2.0, 1.95, 2.05",
    "5.4, 5.35, 5.45",
    "5.40e-3, 0.005395, 0.005405",
    "-4, -4.5, -3.5",
    "0, -0.5, 0.5"
  })
  void impliesTheRangesOfTheSpecification(String written, BigDecimal low, BigDecimal high) {
    NumberRange range = NumberRange.implied(written);

    assertThat(range.low()).isEqualByComparingTo(low);
    assertThat(range.high()).isEqualByComparingTo(high);
    assertThat(range.lowIncluded()).isTrue();
    assertThat(range.highIncluded()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "eq, 100, 100.4, true",
    "eq, 100, 99.5, true",
    "eq, 100, 100.5, false",
    "eq, 100.00, 100.01, false",
    "ne, 100, 100.4, false",
    "ne, 100, 100.5, true",
    "lt, 100, 99.9999, true",
    "lt, 100, 100, false",
    "le, 100, 100, true",
    "le, 100, 100.0001, false",
    "gt, 100, 100.0001, true",
    "gt, 100, 100, false",
    "ge, 100, 100, true",
    "sa, 100, 100, false",
    "sa, 100, 100.0001, true",
    "eb, 100, 99.9999, true",
    "ap, 100, 110, true",
    "ap, 100, 110.1, false",
    "ap, -100, -90, true"
  })
  void comparesWithNumbers(String prefix, String written, BigDecimal stored, boolean expected) {
    assertThat(isMet(prefix, written, NumberRange.point(stored))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "gt, 5, true", "gt, 10, true", "lt, 5, false", "lt, 5.1, true", "le, 5, false",
    "eq, 5, false", "ne, 5, true", "sa, 5, true", "sa, 5.1, false", "eb, 10, false",
    "ap, 5, true", "ap, 4, false"
  })
  void comparesWithWhatIsMoreThanFive(String prefix, String written, boolean expected) {
    assertThat(isMet(prefix, written, NumberRange.above(new BigDecimal("5"), false)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "five", "1e", "1.2.3", "ge5"})
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> NumberRange.implied(text)).isInstanceOf(BadSearch.class);
  }

  @Property
  void neIsTheComplementOfEq(
      @ForAll @BigRange(min = "-100", max = "100") @Scale(1) BigDecimal searched,
      @ForAll @BigRange(min = "-100", max = "100") @Scale(2) BigDecimal stored) {
    NumberRange point = NumberRange.point(stored);

    assertThat(isMet("ne", searched.toPlainString(), point))
        .isNotEqualTo(isMet("eq", searched.toPlainString(), point));
  }

  @Property
  void gtAndLeAreComplementaryOnNumbers(
      @ForAll @BigRange(min = "-10", max = "10") @Scale(1) BigDecimal searched,
      @ForAll @BigRange(min = "-10", max = "10") @Scale(1) BigDecimal stored) {
    NumberRange point = NumberRange.point(stored);
    String written = searched.toPlainString();

    assertThat(isMet("gt", written, point)).isNotEqualTo(isMet("le", written, point));
    assertThat(isMet("lt", written, point)).isNotEqualTo(isMet("ge", written, point));
    assertThat(isMet("sa", written, point)).isEqualTo(isMet("gt", written, point));
    assertThat(isMet("eb", written, point)).isEqualTo(isMet("lt", written, point));
  }

  @Property
  void aRangeContainsItselfAndWhatItContainsItOverlaps(
      @ForAll @BigRange(min = "-10", max = "10") @Scale(1) BigDecimal low,
      @ForAll @BigRange(min = "0.1", max = "5") @Scale(1) BigDecimal width) {
    NumberRange range = new NumberRange(low, true, low.add(width), false);

    assertThat(range.contains(range)).isTrue();
    assertThat(range.overlaps(NumberRange.point(low))).isTrue();
    assertThat(range.overlaps(NumberRange.point(low.add(width)))).isFalse();
  }

  private static boolean isMet(String prefix, String written, NumberRange stored) {
    Prefix parsed = Prefix.valueOf(prefix.toUpperCase(Locale.ROOT));
    return NumberRange.isMet(written, parsed, BigDecimal.ONE, stored);
  }
}
