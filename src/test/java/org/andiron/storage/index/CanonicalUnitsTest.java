package org.andiron.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.andiron.storage.index.IndexEntries.CanonicalRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalUnitsTest {

  private final CanonicalUnits units = new CanonicalUnits();

  @ParameterizedTest
  @CsvSource({
    "5, mg, 0.005, g",
    "0.005, g, 0.005, g",
    "180, cm, 1.80, m",
    "120, mm[Hg], 15998640, g.m-1.s-2",
    "90, mg/dL, 900, g.m-3",
    "0.9, g/L, 900, g.m-3",
    "60, /min, 1, s-1",
    "1, h, 3600, s",
    "7.2, 10*3/uL, 7200000000000, m-3",
    "25, kg/m2, 25000, g.m-2",
    "1, [in_i], 0.0254, m",
    "50, %, 0.5, 1",
    "3, {score}, 3, 1",
    "37, Cel, 310.15, K",
    "98.6, [degF], 310.15, K",
    "-40, Cel, 233.15, K",
    "-40, [degF], 233.15, K",
    "2.5, m[IU]/L, 2.5, [iU].m-3",
    "2.5, u[iU]/mL, 2.5, [iU].m-3",
  })
  void areTheSameQuantityInBaseUnits(
      BigDecimal value, String code, BigDecimal canonical, String unit) {
    CanonicalRange range = convert(code, value, value);
    assertThat(range).isNotNull();
    assertThat(range.unit()).isEqualTo(unit);
    assertThat(range.low()).isEqualByComparingTo(canonical);
    assertThat(range.high()).isEqualByComparingTo(canonical);
  }

  @Test
  void keepOpenEnds() {
    assertThat(convert("mg", null, new BigDecimal("5")))
        .isEqualTo(new CanonicalRange("g", null, new BigDecimal("0.005")));
    assertThat(convert("mg", new BigDecimal("5"), null))
        .isEqualTo(new CanonicalRange("g", new BigDecimal("0.005"), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "foo", "mg/", "m.", "[pH]", "dB", "Np", "mCel", "mEq/L", "毫克"})
  void areNoneForWhatIsNoUnitOrOnAnotherScale(String code) {
    assertThat(convert(code, BigDecimal.ONE, BigDecimal.ONE)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "km999999999",
        "km-999999999",
        "10*999999999",
        "10*-2147483648",
        "m/km999999999",
        "m.(s/km31)",
        "km99999999999999"
      })
  @Timeout(10)
  void areNoneForLargeExponents(String code) {
    assertThat(convert(code, BigDecimal.ONE, BigDecimal.ONE)).isNull();
  }

  @Test
  void areNoneForVeryLongCodes() {
    assertThat(convert("m.".repeat(5000) + "m", BigDecimal.ONE, BigDecimal.ONE)).isNull();
  }

  @Test
  void areNoneForOtherSystems() {
    assertThat(units.convert("http://snomed.info/sct", "mg", BigDecimal.ONE, null)).isNull();
    assertThat(units.convert(null, "mg", BigDecimal.ONE, null)).isNull();
    assertThat(units.convert(CanonicalUnits.UCUM, null, BigDecimal.ONE, null)).isNull();
  }

  private @Nullable CanonicalRange convert(
      String code, @Nullable BigDecimal low, @Nullable BigDecimal high) {
    return units.convert(CanonicalUnits.UCUM, code, low, high);
  }
}
