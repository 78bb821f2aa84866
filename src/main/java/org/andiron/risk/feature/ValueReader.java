package org.andiron.risk.feature;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.andiron.risk.model.FeatureValue;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;

/** Reads an element as the kind of value that a feature is. Text is never read as a number. */
final class ValueReader {

  private final QuantityReader quantities;

  ValueReader(UnitConverter converter) {
    this.quantities = new QuantityReader(converter);
  }

  ReadValue read(Base element, FeatureDefinition feature, Source source) {
    return switch (feature.kind()) {
      case QUANTITY, COUNT, AGE -> number(element, feature);
      case TRUTH, CATEGORY -> coded(element, feature, source);
    };
  }

  private ReadValue number(Base element, FeatureDefinition feature) {
    Measure measure = Objects.requireNonNull(feature.measure());
    if (element instanceof Quantity quantity) {
      return quantities.read(quantity, measure, feature.comparators());
    }
    if (element instanceof IntegerType integer && integer.hasValue()) {
      return unitless(BigDecimal.valueOf(integer.getValue()), measure);
    }
    if (element instanceof DecimalType decimal && decimal.hasValue()) {
      return unitless(decimal.getValue(), measure);
    }
    return ReadValue.rejected(IssueCode.NO_VALUE);
  }

  private ReadValue unitless(BigDecimal number, Measure measure) {
    return measure.unitOptional()
        ? quantities.read(number, measure)
        : ReadValue.rejected(IssueCode.UNKNOWN_UNIT);
  }

  private static ReadValue coded(Base element, FeatureDefinition feature, Source source) {
    if (element instanceof BooleanType truth
        && truth.hasValue()
        && feature.kind() == FeatureKind.TRUTH) {
      return ReadValue.of(new FeatureValue.Truth(truth.getValue()));
    }
    if (element instanceof CodeableConcept concept) {
      return MeaningReader.read(concept.getCoding(), source, feature.kind());
    }
    if (element instanceof Coding coding) {
      return MeaningReader.read(List.of(coding), source, feature.kind());
    }
    if (element instanceof PrimitiveType<?> primitive && primitive.hasValue()) {
      return MeaningReader.read(spellings(primitive), source, feature.kind());
    }
    return ReadValue.rejected(IssueCode.NO_VALUE);
  }

  /**
   * A code as it is; text, which people write as they like, also in capitals and without spaces
   * around it.
   */
  private static List<Coding> spellings(PrimitiveType<?> primitive) {
    String text = primitive.getValueAsString();
    Coding written = new Coding().setCode(text);
    return primitive.fhirType().equals("string")
        ? List.of(written, new Coding().setCode(text.strip().toUpperCase(Locale.ROOT)))
        : List.of(written);
  }
}
