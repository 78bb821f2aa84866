package org.andiron.risk.feature;

import java.util.Optional;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * In which unit a Quantity is, never guessed: the code if its system is UCUM, or the text if there
 * is no code and {@link UnitSpellings} has it.
 */
final class RecordedUnit {

  private static final String UCUM = "http://unitsofmeasure.org";

  private final UnitConverter converter;

  RecordedUnit(UnitConverter converter) {
    this.converter = converter;
  }

  /** Neither a unit nor a code: a plain number. */
  static boolean isAbsent(Quantity quantity) {
    return !quantity.hasUnit() && !quantity.hasCode() && !quantity.hasSystem();
  }

  /** The unit of UCUM; empty if there is none, or none that is known. */
  Optional<String> of(Quantity quantity) {
    String code = text(quantity.getCode());
    if (code == null) {
      boolean foreign = quantity.hasSystem() && !UCUM.equals(quantity.getSystem());
      String unit = text(quantity.getUnit());
      return foreign || unit == null ? Optional.empty() : UnitSpellings.ucumOf(unit);
    }
    if (!UCUM.equals(quantity.getSystem())) {
      return Optional.empty();
    }
    Optional<String> spelled = UnitSpellings.ucumOf(code);
    return spelled.isPresent() ? spelled : Optional.of(code).filter(converter::isUnit);
  }

  /** Whether code and text name two units that are not the same. */
  boolean contradictsItself(Quantity quantity, Measure measure) {
    String unit = text(quantity.getUnit());
    if (text(quantity.getCode()) == null || unit == null) {
      return false;
    }
    Optional<LinearConversion> byText =
        UnitSpellings.ucumOf(unit).flatMap(it -> conversion(it, measure));
    Optional<LinearConversion> byCode = of(quantity).flatMap(it -> conversion(it, measure));
    return byText.isPresent() && byCode.isPresent() && !byText.get().sameAs(byCode.get());
  }

  /** Null if there is none: an element that has an extension may have no value. */
  private static @Nullable String text(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }

  Optional<LinearConversion> conversion(String unit, Measure measure) {
    return converter.conversion(unit, measure.unit(), measure.analyte());
  }
}
