package org.andiron.risk.feature;

import java.util.Optional;
import org.hl7.fhir.r4.model.Quantity;

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
    if (!quantity.hasCode()) {
      boolean foreign = quantity.hasSystem() && !UCUM.equals(quantity.getSystem());
      return foreign || !quantity.hasUnit()
          ? Optional.empty()
          : UnitSpellings.ucumOf(quantity.getUnit());
    }
    if (!UCUM.equals(quantity.getSystem())) {
      return Optional.empty();
    }
    String code = quantity.getCode();
    Optional<String> spelled = UnitSpellings.ucumOf(code);
    return spelled.isPresent() ? spelled : Optional.of(code).filter(converter::isUnit);
  }

  /** Whether code and text name two units that are not the same. */
  boolean contradictsItself(Quantity quantity, Measure measure) {
    if (!quantity.hasCode() || !quantity.hasUnit()) {
      return false;
    }
    Optional<LinearConversion> byText =
        UnitSpellings.ucumOf(quantity.getUnit()).flatMap(unit -> conversion(unit, measure));
    Optional<LinearConversion> byCode = of(quantity).flatMap(unit -> conversion(unit, measure));
    return byText.isPresent() && byCode.isPresent() && !byText.get().sameAs(byCode.get());
  }

  Optional<LinearConversion> conversion(String unit, Measure measure) {
    return converter.conversion(unit, measure.unit(), measure.analyte());
  }
}
