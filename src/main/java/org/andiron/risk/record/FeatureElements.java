package org.andiron.risk.record;

import ca.uhn.fhir.parser.DataFormatException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.feature.ResourceKind;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterHospitalizationComponent;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestDispenseRequestComponent;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.TimeType;

/**
 * Reads of stored texts those elements alone that features are computed from: a tenth of the work of
 * reading all. Features whose definitions name elements themselves need whole resources. Safe for
 * use by several threads.
 */
final class FeatureElements {

  private static final JsonFactory JSON = new JsonFactory();

  private static final ElementTable<Coding> CODING =
      new ElementTable<>(Coding::new)
          .primitive("system", Coding::getSystemElement)
          .primitive("code", Coding::getCodeElement);

  private static final ElementTable<CodeableConcept> CONCEPT =
      new ElementTable<>(CodeableConcept::new)
          .objects("coding", CODING, CodeableConcept::getCoding)
          .primitive("text", CodeableConcept::getTextElement);

  private static final ElementTable<Reference> REFERENCE =
      new ElementTable<>(Reference::new)
          .with("reference", (json, it) -> it.setReference(ElementTable.text(json)));

  private static final ElementTable<Period> PERIOD =
      new ElementTable<>(Period::new)
          .primitive("start", Period::getStartElement)
          .primitive("end", Period::getEndElement);

  private static final ElementTable<Quantity> QUANTITY =
      new ElementTable<>(Quantity::new)
          .with("value", (json, it) -> it.getValueElement().setValueAsString(number(json)))
          .primitive("comparator", Quantity::getComparatorElement)
          .primitive("unit", Quantity::getUnitElement)
          .primitive("system", Quantity::getSystemElement)
          .primitive("code", Quantity::getCodeElement);

  private static final ElementTable<ObservationComponentComponent> COMPONENT =
      new ElementTable<>(ObservationComponentComponent::new)
          .object("code", CONCEPT, ObservationComponentComponent::setCode)
          .object("valueQuantity", QUANTITY, ObservationComponentComponent::setValue)
          .object("valueCodeableConcept", CONCEPT, ObservationComponentComponent::setValue)
          .value("valueBoolean", BooleanType::new, ObservationComponentComponent::setValue)
          .value("valueInteger", IntegerType::new, ObservationComponentComponent::setValue)
          .value("valueString", StringType::new, ObservationComponentComponent::setValue)
          .value("valueTime", TimeType::new, ObservationComponentComponent::setValue)
          .value("valueDateTime", DateTimeType::new, ObservationComponentComponent::setValue)
          .with("dataAbsentReason", (json, it) -> it.setDataAbsentReason(reason(json)));

  private static final ElementTable<Observation> OBSERVATION =
      new ElementTable<>(Observation::new)
          .primitive("status", Observation::getStatusElement)
          .object("code", CONCEPT, Observation::setCode)
          .object("subject", REFERENCE, Observation::setSubject)
          .object("encounter", REFERENCE, Observation::setEncounter)
          .value("effectiveDateTime", DateTimeType::new, Observation::setEffective)
          .value("effectiveInstant", InstantType::new, Observation::setEffective)
          .object("effectivePeriod", PERIOD, Observation::setEffective)
          .primitive("issued", Observation::getIssuedElement)
          .object("valueQuantity", QUANTITY, Observation::setValue)
          .object("valueCodeableConcept", CONCEPT, Observation::setValue)
          .value("valueBoolean", BooleanType::new, Observation::setValue)
          .value("valueInteger", IntegerType::new, Observation::setValue)
          .value("valueString", StringType::new, Observation::setValue)
          .value("valueTime", TimeType::new, Observation::setValue)
          .value("valueDateTime", DateTimeType::new, Observation::setValue)
          .with("dataAbsentReason", (json, it) -> it.setDataAbsentReason(reason(json)))
          .objects("component", COMPONENT, Observation::getComponent);

  private static final ElementTable<Condition> CONDITION =
      new ElementTable<>(Condition::new)
          .object("clinicalStatus", CONCEPT, Condition::setClinicalStatus)
          .object("verificationStatus", CONCEPT, Condition::setVerificationStatus)
          .object("code", CONCEPT, Condition::setCode)
          .object("subject", REFERENCE, Condition::setSubject)
          .value("onsetDateTime", DateTimeType::new, Condition::setOnset)
          .object("onsetPeriod", PERIOD, Condition::setOnset)
          .value("abatementDateTime", DateTimeType::new, Condition::setAbatement)
          .object("abatementPeriod", PERIOD, Condition::setAbatement)
          .primitive("recordedDate", Condition::getRecordedDateElement);

  private static final ElementTable<Procedure> PROCEDURE =
      new ElementTable<>(Procedure::new)
          .primitive("status", Procedure::getStatusElement)
          .object("code", CONCEPT, Procedure::setCode)
          .object("subject", REFERENCE, Procedure::setSubject)
          .object("encounter", REFERENCE, Procedure::setEncounter)
          .value("performedDateTime", DateTimeType::new, Procedure::setPerformed)
          .object("performedPeriod", PERIOD, Procedure::setPerformed);

  private static final ElementTable<MedicationRequestDispenseRequestComponent> DISPENSE =
      new ElementTable<>(MedicationRequestDispenseRequestComponent::new)
          .object(
              "validityPeriod",
              PERIOD,
              MedicationRequestDispenseRequestComponent::setValidityPeriod);

  private static final ElementTable<MedicationRequest> MEDICATION_REQUEST =
      new ElementTable<>(MedicationRequest::new)
          .with("contained", (json, it) -> ElementTable.require(false))
          .primitive("status", MedicationRequest::getStatusElement)
          .primitive("intent", MedicationRequest::getIntentElement)
          .primitive("doNotPerform", MedicationRequest::getDoNotPerformElement)
          .object("medicationCodeableConcept", CONCEPT, MedicationRequest::setMedication)
          .object("medicationReference", REFERENCE, MedicationRequest::setMedication)
          .object("subject", REFERENCE, MedicationRequest::setSubject)
          .primitive("authoredOn", MedicationRequest::getAuthoredOnElement)
          .object("dispenseRequest", DISPENSE, MedicationRequest::setDispenseRequest);

  private static final ElementTable<MedicationStatement> MEDICATION_STATEMENT =
      new ElementTable<>(MedicationStatement::new)
          .with("contained", (json, it) -> ElementTable.require(false))
          .primitive("status", MedicationStatement::getStatusElement)
          .object("medicationCodeableConcept", CONCEPT, MedicationStatement::setMedication)
          .object("medicationReference", REFERENCE, MedicationStatement::setMedication)
          .object("subject", REFERENCE, MedicationStatement::setSubject)
          .value("effectiveDateTime", DateTimeType::new, MedicationStatement::setEffective)
          .object("effectivePeriod", PERIOD, MedicationStatement::setEffective)
          .primitive("dateAsserted", MedicationStatement::getDateAssertedElement);

  private static final ElementTable<EncounterHospitalizationComponent> HOSPITALIZATION =
      new ElementTable<>(EncounterHospitalizationComponent::new)
          .object("admitSource", CONCEPT, EncounterHospitalizationComponent::setAdmitSource);

  private static final ElementTable<Encounter> ENCOUNTER =
      new ElementTable<>(Encounter::new)
          .primitive("status", Encounter::getStatusElement)
          .object("class", CODING, Encounter::setClass_)
          .objects("type", CONCEPT, Encounter::getType)
          .object("serviceType", CONCEPT, Encounter::setServiceType)
          .object("priority", CONCEPT, Encounter::setPriority)
          .object("subject", REFERENCE, Encounter::setSubject)
          .object("period", PERIOD, Encounter::setPeriod)
          .object("hospitalization", HOSPITALIZATION, Encounter::setHospitalization);

  private static final Map<ResourceKind, ElementTable<? extends Resource>> TABLES =
      Map.of(
          ResourceKind.OBSERVATION, OBSERVATION,
          ResourceKind.CONDITION, CONDITION,
          ResourceKind.PROCEDURE, PROCEDURE,
          ResourceKind.MEDICATION_REQUEST, MEDICATION_REQUEST,
          ResourceKind.MEDICATION_STATEMENT, MEDICATION_STATEMENT,
          ResourceKind.ENCOUNTER, ENCOUNTER);

  private FeatureElements() {}

  /**
   * The resource with those elements, without id and meta; empty if it is of a type of which all
   * are read, or not as expected: the whole of it has to be read then.
   */
  static Optional<Resource> read(ResourceKind kind, String text) {
    ElementTable<? extends Resource> table = TABLES.get(kind);
    if (table == null) {
      return Optional.empty();
    }
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      return Optional.of(table.read(json));
    } catch (IOException | IllegalArgumentException | DataFormatException e) {
      return Optional.empty();
    }
  }

  /** HAPI's parser writes one with an exponent out before it reads it. */
  private static String number(JsonParser json) throws IOException {
    String number = ElementTable.text(json);
    ElementTable.require(number.indexOf('E') < 0 && number.indexOf('e') < 0);
    return number;
  }

  /** That there is one is all that counts. */
  private static CodeableConcept reason(JsonParser json) throws IOException {
    ElementTable.require(json.currentToken() == JsonToken.START_OBJECT);
    json.skipChildren();
    return new CodeableConcept().setText("given");
  }
}
