package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.CONVERTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversions of units, against figures of NIST, CDC and NGSP or derived by hand. */
class UnitConverterTest {

  private static @Nullable Analyte analyte(@Nullable String name) {
    return name == null ? null : Analyte.of(name).orElseThrow();
  }

  private static Optional<Double> convert(
      double value, String from, String to, @Nullable Analyte analyte) {
    return CONVERTER.conversion(from, to, analyte).map(conversion -> conversion.apply(value));
  }

  /** {@code conversions.csv} has more than 200. */
  @ParameterizedTest
  @CsvFileSource(resources = "/org/andiron/risk/conversions.csv", numLinesToSkip = 1)
  void theFigureIsThatOfTheTableToATenthOfAPercent(
      @Nullable String analyte,
      double value,
      String from,
      String to,
      double expected,
      String source) {
    assertThat(convert(value, from, to, analyte(analyte)))
        .as(source)
        .hasValueSatisfying(
            converted -> assertThat(converted).isCloseTo(expected, within(expected * 1e-3)));
  }

  /** Published together by NGSP and IFCC. */
  @ParameterizedTest
  @CsvSource({"31, 5.0", "42, 6.0", "53, 7.0", "64, 8.0", "75, 9.0", "86, 10.0", "97, 11.0"})
  void haemoglobinA1cIsWhatNgspPublishes(double ifcc, double ngsp) {
    assertThat(convert(ifcc, "mmol/mol", "%", Analyte.HBA1C).orElseThrow())
        .isCloseTo(ngsp, within(0.05));
    assertThat(convert(ngsp, "%", "mmol/mol", Analyte.HBA1C).orElseThrow())
        .isCloseTo(ifcc, within(0.5));
  }

  @ParameterizedTest
  @CsvSource({
    "hba1c, %, mmol/mol, 6.5",
    "cholesterol, mg/dL, mmol/L, 193.3",
    "creatinine, mg/dL, umol/L, 1.07",
    "albumin-per-creatinine, mg/g, mg/mmol, 33.1",
    "sodium, meq/L, mmol/L, 139",
    ", [degF], Cel, 98.6",
    ", [lb_av], kg, 171.3",
    ", mm[Hg], kPa, 127"
  })
  void thereAndBackIsTheSame(@Nullable String analyte, String from, String to, double value) {
    double there = convert(value, from, to, analyte(analyte)).orElseThrow();
    double back = convert(there, to, from, analyte(analyte)).orElseThrow();
    assertThat(back).isCloseTo(value, within(value * 1e-12));
  }

  @Nested
  class ThereIsNone {

    @ParameterizedTest
    @CsvSource({
      "mg/dL, mmol/L", // of what?
      "mmol/L, 10*6/uL", // a mole is no number
      "mmol/L, /L",
      "[iU]/L, U/L",
      "[iU]/L, /L",
      "meq/L, mmol/L",
      "kg, cm",
      "mg/dL, %",
      "Cel, m",
      "%, [degF]",
      "[pH], 1",
      "B, 1"
    })
    void withoutAnAnalyte(String from, String to) {
      assertThat(CONVERTER.conversion(from, to, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "calcium, meq/L, mmol/L", // two charges
      "cholesterol, %, mg/dL",
      "cholesterol, mmol2/L, mg/dL",
      "hba1c, mg/dL, %",
      "hba1c, mmol/L, %",
      "enzyme, mg/dL, U/L"
    })
    void fromWhatIsNotMeasuredSo(String analyte, String from, String to) {
      assertThat(CONVERTER.conversion(from, to, analyte(analyte))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", " ", "mgdl", "((((((", "mg per dL", "\uff4dg/dL", "\u0661mg", "m\u0000g"})
    void fromWhatIsNoUnit(String from) {
      assertThat(CONVERTER.conversion(from, "mg/dL", Analyte.GLUCOSE)).isEmpty();
      assertThat(CONVERTER.isUnit(from)).isFalse();
    }

    @Test
    void fromWhatIsTooLongToBeOne() {
      String deep = "(".repeat(100_000) + "mg" + ")".repeat(100_000);
      assertThat(CONVERTER.conversion(deep, "mg", null)).isEmpty();
    }
  }

  @Nested
  class Spellings {

    static Set<String> all() {
      return UnitSpellings.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void eachMeansAUnitOfUcum(String spelling) {
      assertThat(UnitSpellings.ucumOf(spelling).filter(CONVERTER::isUnit)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
      "mmHg, mm[Hg]",
      "mm[Hg], mm[Hg]",
      "mg/dl, mg/dL",
      "µmol/L, umol/L",
      "μmol/L, umol/L",
      "umol/L, umol/L",
      "%, %",
      "lb, [lb_av]",
      "[lb_av], [lb_av]",
      "lbs, [lb_av]",
      "in, [in_i]",
      "[in_i], [in_i]",
      "degF, [degF]",
      "°F, [degF]",
      "°C, Cel",
      "mEq/L, meq/L",
      "bpm, /min",
      "mL/min/1.73m2, mL/min/{1.73_m2}",
      "INR, 1"
    })
    void meanWhatTheySay(String spelling, String ucum) {
      assertThat(UnitSpellings.ucumOf(spelling)).contains(ucum);
    }

    /** A coulomb, a farad, a mega-anything: never a temperature or a milligram. */
    @ParameterizedTest
    @ValueSource(
        strings = {"C", "F", "Mg/dL", "mG/dL", "M", "T", "u", "mg", "dL", "high", "normal"})
    void doNotGuess(String text) {
      assertThat(UnitSpellings.ucumOf(text)).isEmpty();
    }

    @Test
    void areMoreThanAHundred() {
      assertThat(List.copyOf(UnitSpellings.all())).hasSizeGreaterThan(100);
    }
  }
}
