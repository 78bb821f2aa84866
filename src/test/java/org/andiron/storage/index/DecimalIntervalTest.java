package org.andiron.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalIntervalTest {

  @ParameterizedTest
  @CsvSource({
    "100, 99.5, 100.5",
    "100.00, 99.995, 100.005",
    "1e2, 95, 105",
    "1.0E2, 95, 105",
    "5.4, 5.35, 5.45",
    "5.40, 5.395, 5.405",
    "5.40e-3, 0.005395, 0.005405",
    "-0.010, -0.0105, -0.0095",
    "0, -0.5, 0.5",
    "+7, 6.5, 7.5",
  })
  void isHalfAUnitOfTheLastDigitToEitherSide(String text, BigDecimal low, BigDecimal high) {
    DecimalInterval interval = DecimalInterval.parse(text).orElseThrow();
    assertThat(interval.value()).isEqualByComparingTo(new BigDecimal(text));
    assertThat(interval.low()).isEqualByComparingTo(low);
    assertThat(interval.high()).isEqualByComparingTo(high);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "x", "1.", ".5", "1,5", "1e", "--1", "NaN", "1e999", "1e-999", "1e99999", "1 "
      })
  void anythingElseIsNone(String text) {
    assertThat(DecimalInterval.parse(text)).isEmpty();
  }

  @Test
  void numbersThatTheIndexCannotKeepAreNone() {
    assertThat(DecimalInterval.parse("1".repeat(101))).isEmpty();
    assertThat(DecimalInterval.parse("1" + "0".repeat(99))).isPresent();
  }

  @Property
  void holdsExactlyWhatIsRoundedToIt(
      @ForAll @BigRange(min = "-1e9", max = "1e9") @Scale(6) BigDecimal number) {
    BigDecimal stated = number.setScale(2, RoundingMode.HALF_UP);
    DecimalInterval interval = DecimalInterval.parse(stated.toPlainString()).orElseThrow();
    assertThat(interval.high().subtract(interval.low())).isEqualByComparingTo("0.01");
    assertThat(number).isBetween(interval.low(), interval.high());
  }

  @Property
  void noTextFails(@ForAll String text) {
    assertThat(DecimalInterval.parse(text)).isNotNull();
  }
}
