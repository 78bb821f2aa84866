package org.andiron.risk.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.RiskLevel;
import org.andiron.risk.model.RiskLevels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  private static final LocalText TEXT = new LocalText("t", "t");
  private static final RiskLevels LEVELS =
      new RiskLevels(TEXT, List.of(level(0), level(0.05), level(0.075), level(0.2)));

  private final Figures english = new Figures(new Words(Language.ENGLISH));
  private final Figures chinese = new Figures(new Words(Language.SIMPLIFIED_CHINESE));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0          | less than 1 %   | <1%
          0.00999    | less than 1 %   | <1%
          0.01       | 1.0 %           | 1.0%
          0.0123     | 1.2 %           | 1.2%
          0.0125     | 1.3 %           | 1.3%
          0.0994     | 9.9 %           | 9.9%
          0.09951    | 10 %            | 10%
          0.104      | 10 %            | 10%
          0.186      | 19 %            | 19%
          0.985      | 99 %            | 99%
          0.9901     | more than 99 %  | >99%
          1          | more than 99 %  | >99%
          """)
  void percentHasTheDigitsThatARiskHas(double probability, String en, String zh) {
    assertThat(english.percent(probability, Optional.empty())).isEqualTo(en);
    assertThat(chinese.percent(probability, Optional.empty())).isEqualTo(zh);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.196      | 19.6 %
          0.1996     | 19.96 %
          0.19999999 | 19.999999 %
          0.2        | 20 %
          0.0496     | 4.96 %
          0.0749     | 7.49 %
          0.075      | 7.5 %
          """)
  void percentIsNotRoundedOntoAnotherLevel(double probability, String text) {
    assertThat(english.percent(probability, Optional.of(LEVELS))).isEqualTo(text);
  }

  @Property(seed = "20260201")
  void percentIsOnTheLevelOfTheRisk(
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double probability) {
    String text = english.percent(probability, Optional.of(LEVELS));
    double shown = Double.parseDouble(text.replace(" %", "")) / 100;
    for (RiskLevel level : LEVELS.levels()) {
      double from = level.from().orElseThrow();
      assertThat(shown >= from).isEqualTo(probability >= from);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0        | 0
          0.456    | 0.46
          1.2      | 1.2
          1.234    | 1.23
          27.349   | 27.3
          152.4    | 152
          185.6148 | 186
          12345.6  | 12,346
          -4.25    | −4.25
          """)
  void quantitiesHaveThreeDigits(double value, String text) {
    assertThat(english.quantity(value)).isEqualTo(text);
    assertThat(chinese.quantity(value)).isEqualTo(text);
  }

  @Test
  void quantitiesHaveMoreDigitsWhereTheyMustDiffer() {
    assertThat(english.quantity(130.04, it -> it.doubleValue() != 130)).isEqualTo("130.04");
    assertThat(english.quantity(1e-9, it -> it.signum() > 0)).isEqualTo("0.000000001");
  }

  @ParameterizedTest
  @CsvSource({
    "0.7084, 3, +0.708",
    "-0.5, 3, −0.500",
    "0.0004, 3, 0.000",
    "-0.0004, 3, 0.000",
    "2, 0, +2",
    "1234.5, 0, '+1,235'"
  })
  void contributionsHaveTheirSign(double value, int decimals, String text) {
    assertThat(english.signed(value, decimals)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.8719, 0.87", "0.0123, 0.01", "2.0305, 2.03", "10.4856, 10.5", "120.2, 120"})
  void factorsHaveThreeDigits(double value, String text) {
    assertThat(english.factor(value)).isEqualTo(text);
  }

  @Test
  void sharesAreWholePercent() {
    assertThat(english.share(0.367)).isEqualTo("37 %");
    assertThat(english.share(0.004)).isEqualTo("less than 1 %");
    assertThat(english.share(1)).isEqualTo("100 %");
  }

  @Test
  void publishedFiguresKeepTheirDigits() {
    assertThat(english.exactPercent(0.058)).isEqualTo("5.8 %");
    assertThat(english.exactPercent(0.01)).isEqualTo("1 %");
    assertThat(english.percentage(0.0113)).isEqualTo("1.13");
    assertThat(english.exact(18.5)).isEqualTo("18.5");
  }

  private static RiskLevel level(double from) {
    return new RiskLevel(
        "l" + from, TEXT, OptionalDouble.of(from), OptionalDouble.empty(), Optional.empty());
  }
}
