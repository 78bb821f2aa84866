package org.andiron.risk.record;

import static org.andiron.risk.record.DataTypeElements.CODING;
import static org.andiron.risk.record.DataTypeElements.CONCEPT;
import static org.andiron.risk.record.DataTypeElements.PERIOD;
import static org.andiron.risk.record.DataTypeElements.QUANTITY;
import static org.andiron.risk.record.DataTypeElements.REFERENCE;

import ca.uhn.fhir.parser.DataFormatException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.record.DataTypeElements.WrittenDateTime;
import org.andiron.risk.record.DataTypeElements.WrittenInstant;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterHospitalizationComponent;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestDispenseRequestComponent;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.TimeType;

/**
 * Reads of stored texts those elements alone that features are computed from: a tenth of the work
 * of reading all. Features whose definitions name elements themselves need whole resources. Safe
 * for use by several threads.
 */
final class FeatureElements {

  private static final JsonFactory JSON = new JsonFactory();

  private static final ElementTable<ObservationComponentComponent> COMPONENT =
      new ElementTable<>(ObservationComponentComponent::new)
          .object("code", CONCEPT, ObservationComponentComponent::setCode)
          .object("valueQuantity", QUANTITY, ObservationComponentComponent::setValue)
          .object("valueCodeableConcept", CONCEPT, ObservationComponentComponent::setValue)
          .value("valueBoolean", BooleanType::new, ObservationComponentComponent::setValue)
          .value("valueInteger", IntegerType::new, ObservationComponentComponent::setValue)
          .value("valueString", StringType::new, ObservationComponentComponent::setValue)
          .value("valueTime", TimeType::new, ObservationComponentComponent::setValue)
          .value("valueDateTime", WrittenDateTime::new, ObservationComponentComponent::setValue)
          .with("dataAbsentReason", (json, it) -> it.setDataAbsentReason(reason(json)));

  private static final ElementTable<Observation> OBSERVATION =
      new ElementTable<>(Observation::new)
          .primitive("status", Observation::getStatusElement)
          .object("code", CONCEPT, Observation::setCode)
          .object("subject", REFERENCE, Observation::setSubject)
          .object("encounter", REFERENCE, Observation::setEncounter)
          .value("effectiveDateTime", WrittenDateTime::new, Observation::setEffective)
          .value("effectiveInstant", WrittenInstant::new, Observation::setEffective)
          .object("effectivePeriod", PERIOD, Observation::setEffective)
          .value("issued", WrittenInstant::new, Observation::setIssuedElement)
          .object("valueQuantity", QUANTITY, Observation::setValue)
          .object("valueCodeableConcept", CONCEPT, Observation::setValue)
          .value("valueBoolean", BooleanType::new, Observation::setValue)
          .value("valueInteger", IntegerType::new, Observation::setValue)
          .value("valueString", StringType::new, Observation::setValue)
          .value("valueTime", TimeType::new, Observation::setValue)
          .value("valueDateTime", WrittenDateTime::new, Observation::setValue)
          .with("dataAbsentReason", (json, it) -> it.setDataAbsentReason(reason(json)))
          .objects("component", COMPONENT, Observation::getComponent);

  private static final ElementTable<Condition> CONDITION =
      new ElementTable<>(Condition::new)
          .object("clinicalStatus", CONCEPT, Condition::setClinicalStatus)
          .object("verificationStatus", CONCEPT, Condition::setVerificationStatus)
          .object("code", CONCEPT, Condition::setCode)
          .object("subject", REFERENCE, Condition::setSubject)
          .value("onsetDateTime", WrittenDateTime::new, Condition::setOnset)
          .object("onsetPeriod", PERIOD, Condition::setOnset)
          .value("abatementDateTime", WrittenDateTime::new, Condition::setAbatement)
          .object("abatementPeriod", PERIOD, Condition::setAbatement)
          .value("recordedDate", WrittenDateTime::new, Condition::setRecordedDateElement);

  private static final ElementTable<Procedure> PROCEDURE =
      new ElementTable<>(Procedure::new)
          .primitive("status", Procedure::getStatusElement)
          .object("code", CONCEPT, Procedure::setCode)
          .object("subject", REFERENCE, Procedure::setSubject)
          .object("encounter", REFERENCE, Procedure::setEncounter)
          .value("performedDateTime", WrittenDateTime::new, Procedure::setPerformed)
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
          .value("authoredOn", WrittenDateTime::new, MedicationRequest::setAuthoredOnElement)
          .object("dispenseRequest", DISPENSE, MedicationRequest::setDispenseRequest);

  private static final ElementTable<MedicationStatement> MEDICATION_STATEMENT =
      new ElementTable<>(MedicationStatement::new)
          .with("contained", (json, it) -> ElementTable.require(false))
          .primitive("status", MedicationStatement::getStatusElement)
          .object("medicationCodeableConcept", CONCEPT, MedicationStatement::setMedication)
          .object("medicationReference", REFERENCE, MedicationStatement::setMedication)
          .object("subject", REFERENCE, MedicationStatement::setSubject)
          .value("effectiveDateTime", WrittenDateTime::new, MedicationStatement::setEffective)
          .object("effectivePeriod", PERIOD, MedicationStatement::setEffective)
          .value("dateAsserted", WrittenDateTime::new, MedicationStatement::setDateAssertedElement);

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
          ResourceKind.PATIENT, PatientElements.TABLE,
          ResourceKind.OBSERVATION, OBSERVATION,
          ResourceKind.CONDITION, CONDITION,
          ResourceKind.PROCEDURE, PROCEDURE,
          ResourceKind.MEDICATION_REQUEST, MEDICATION_REQUEST,
          ResourceKind.MEDICATION_STATEMENT, MEDICATION_STATEMENT,
          ResourceKind.ENCOUNTER, ENCOUNTER);

  private FeatureElements() {}

  /** How resources of a kind are read; empty if more of them may be needed. */
  static Optional<ElementTable<? extends Resource>> of(ResourceKind kind, RecordNeeds needs) {
    Set<String> named = kind == ResourceKind.PATIENT ? PatientElements.NAMED : Set.of();
    return needs.elements(kind).filter(named::containsAll).map(unused -> TABLES.get(kind));
  }

  /**
   * The resource with those elements, without id and meta; empty if it is not as expected: the
   * whole of it has to be read then.
   */
  static Optional<Resource> read(ElementTable<? extends Resource> table, String text) {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      return Optional.of(table.read(json));
    } catch (IOException | IllegalArgumentException | DataFormatException e) {
      return Optional.empty();
    }
  }

  /** That there is one is all that counts. */
  private static CodeableConcept reason(JsonParser json) throws IOException {
    ElementTable.require(json.currentToken() == JsonToken.START_OBJECT);
    json.skipChildren();
    return new CodeableConcept().setText("given");
  }
}
