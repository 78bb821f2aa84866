package org.andiron.risk.record;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Date;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Which elements of data types features depend on. */
final class DataTypeElements {

  /** Time as it is written, which features read themselves: HAPI would take a third of all time. */
  static final class WrittenDateTime extends DateTimeType {

    private static final long serialVersionUID = 1L;

    @Override
    protected @Nullable Date parse(String text) {
      return null;
    }
  }

  /** Likewise. */
  static final class WrittenInstant extends InstantType {

    private static final long serialVersionUID = 1L;

    @Override
    protected @Nullable Date parse(String text) {
      return null;
    }
  }

  static final ElementTable<Coding> CODING =
      new ElementTable<>(Coding::new)
          .primitive("system", Coding::getSystemElement)
          .primitive("code", Coding::getCodeElement);

  static final ElementTable<CodeableConcept> CONCEPT =
      new ElementTable<>(CodeableConcept::new)
          .objects("coding", CODING, CodeableConcept::getCoding)
          .primitive("text", CodeableConcept::getTextElement);

  static final ElementTable<Reference> REFERENCE =
      new ElementTable<>(Reference::new)
          .with("reference", (json, it) -> it.setReference(ElementTable.text(json)));

  static final ElementTable<Period> PERIOD =
      new ElementTable<>(Period::new)
          .value("start", WrittenDateTime::new, Period::setStartElement)
          .value("end", WrittenDateTime::new, Period::setEndElement);

  static final ElementTable<Quantity> QUANTITY =
      new ElementTable<>(Quantity::new)
          .with("value", (json, it) -> it.getValueElement().setValueAsString(number(json)))
          .primitive("comparator", Quantity::getComparatorElement)
          .primitive("unit", Quantity::getUnitElement)
          .primitive("system", Quantity::getSystemElement)
          .primitive("code", Quantity::getCodeElement);

  private DataTypeElements() {}

  /** HAPI's parser writes one with an exponent out before it reads it. */
  private static String number(JsonParser json) throws IOException {
    String number = ElementTable.text(json);
    ElementTable.require(number.indexOf('E') < 0 && number.indexOf('e') < 0);
    return number;
  }
}
