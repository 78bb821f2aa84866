package org.andiron.risk.feature;

import java.math.BigDecimal;
import java.util.Optional;
import org.andiron.risk.model.FeatureValue;
import org.hl7.fhir.r4.model.Quantity;

/** Reads numbers in the unit of a feature. Values are taken or rejected, never clipped. */
final class QuantityReader {

  /** Bits of a decimal beyond which nobody measured it; more would only cost time. */
  private static final int MOST_BITS = 512;

  private static final LinearConversion NONE_NEEDED = new LinearConversion(1, 0);

  private final RecordedUnit units;

  QuantityReader(UnitConverter converter) {
    this.units = new RecordedUnit(converter);
  }

  ReadValue read(Quantity quantity, Measure measure, ComparatorRule comparators) {
    BigDecimal value = quantity.getValue();
    if (value == null) {
      return ReadValue.rejected(IssueCode.NO_VALUE);
    }
    if (quantity.hasComparator() && comparators == ComparatorRule.EXCLUDE) {
      return ReadValue.rejected(IssueCode.COMPARATOR);
    }
    Optional<LinearConversion> conversion;
    String recorded = null;
    if (measure.unitOptional() && RecordedUnit.isAbsent(quantity)) {
      conversion = Optional.of(NONE_NEEDED);
    } else {
      Optional<String> unit = units.of(quantity);
      if (unit.isEmpty() || units.contradictsItself(quantity, measure)) {
        return ReadValue.rejected(IssueCode.UNKNOWN_UNIT);
      }
      recorded = unit.get();
      conversion = units.conversion(recorded, measure);
    }
    if (conversion.isEmpty()) {
      return ReadValue.rejected(IssueCode.WRONG_DIMENSION);
    }
    ReadValue read = number(value, conversion.get(), measure);
    IssueCode issue =
        quantity.hasComparator() && read.issue() == null ? IssueCode.CENSORED : read.issue();
    return new ReadValue(read.value(), issue, recorded);
  }

  /** A number that is in the unit of the feature already. */
  ReadValue read(BigDecimal number, Measure measure) {
    return number(number, NONE_NEEDED, measure);
  }

  private static ReadValue number(
      BigDecimal decimal, LinearConversion conversion, Measure measure) {
    if (decimal.unscaledValue().bitLength() > MOST_BITS) {
      return ReadValue.rejected(IssueCode.NOT_FINITE);
    }
    double converted = conversion.apply(decimal.doubleValue());
    if (!Double.isFinite(converted)) {
      return ReadValue.rejected(IssueCode.NOT_FINITE);
    }
    if (!measure.plausible().contains(converted)) {
      return ReadValue.rejected(IssueCode.IMPLAUSIBLE);
    }
    return ReadValue.of(new FeatureValue.Quantity(converted));
  }
}
