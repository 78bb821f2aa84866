package org.andiron.risk.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;
import org.andiron.risk.record.DataTypeElements.WrittenDateTime;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.StringType;

/** Which elements of a Patient features depend on, or are known to name. */
final class PatientElements {

  private static final ElementTable<Coding> WHOLE_CODING =
      new ElementTable<>(Coding::new)
          .primitive("system", Coding::getSystemElement)
          .primitive("version", Coding::getVersionElement)
          .primitive("code", Coding::getCodeElement)
          .primitive("display", Coding::getDisplayElement)
          .primitive("userSelected", Coding::getUserSelectedElement)
          .complete();

  private static final ElementTable<Extension> EXTENSION =
      new ElementTable<>(Extension::new)
          .primitive("url", Extension::getUrlElement)
          .object("valueCoding", WHOLE_CODING, Extension::setValue)
          .value("valueCode", CodeType::new, Extension::setValue)
          .value("valueString", StringType::new, Extension::setValue)
          .value("valueBoolean", BooleanType::new, Extension::setValue)
          .complete();

  static {
    EXTENSION.objects("extension", EXTENSION, Extension::getExtension);
  }

  private static final ElementTable<Address> ADDRESS =
      new ElementTable<>(Address::new)
          .primitive("use", Address::getUseElement)
          .primitive("type", Address::getTypeElement)
          .primitive("text", Address::getTextElement)
          .with("line", (json, it) -> texts(json, it::addLine))
          .primitive("city", Address::getCityElement)
          .primitive("district", Address::getDistrictElement)
          .primitive("state", Address::getStateElement)
          .primitive("postalCode", Address::getPostalCodeElement)
          .primitive("country", Address::getCountryElement)
          .complete();

  private static final ElementTable<PatientLinkComponent> LINK =
      new ElementTable<>(PatientLinkComponent::new)
          .primitive("type", PatientLinkComponent::getTypeElement);

  /** What can be read of a Patient for those who name elements themselves. */
  static final Set<String> NAMED = Set.of("extension", "gender", "birthDate", "address");

  /** Of a Patient without anything beside primitive values, which a definition may name. */
  static final ElementTable<Patient> TABLE =
      new ElementTable<>(Patient::new)
          .with("_gender", (json, it) -> ElementTable.require(false))
          .with("_birthDate", (json, it) -> ElementTable.require(false))
          .objects("extension", EXTENSION, Patient::getExtension)
          .primitive("gender", Patient::getGenderElement)
          .primitive("birthDate", Patient::getBirthDateElement)
          .value("deceasedBoolean", BooleanType::new, Patient::setDeceased)
          .value("deceasedDateTime", WrittenDateTime::new, Patient::setDeceased)
          .objects("address", ADDRESS, Patient::getAddress)
          .objects("link", LINK, Patient::getLink);

  private PatientElements() {}

  private static void texts(JsonParser json, Consumer<String> sink) throws IOException {
    ElementTable.require(json.currentToken() == JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      sink.accept(ElementTable.text(json));
    }
  }
}
