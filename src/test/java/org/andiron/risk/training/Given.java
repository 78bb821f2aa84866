package org.andiron.risk.training;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.andiron.risk.feature.DerivedFeatures;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.UnitConverter;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Synthetic records and definitions for tests. */
final class Given {

  static final String LOINC = "http://loinc.org";
  static final String SNOMED = "http://snomed.info/sct";
  static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  static final String ID = "p1";
  static final UnitConverter CONVERTER = new UnitConverter();
  static final FeatureLibrary LIBRARY = library();
  static final Pseudonyms PSEUDONYMS = pseudonyms(7);

  private static final Path SHIPPED = Path.of("fhir-config", "risk-training");
  private static final JsonMapper JSON = new JsonMapper();
  private static final AtomicInteger IDS = new AtomicInteger();

  private Given() {}

  private static FeatureLibrary library() {
    Path folder = Path.of("fhir-config", "risk-models");
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.walk(folder, 2)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return FeatureLibrary.of(
        files, DerivedFeatures.standard(), CONVERTER, FhirContext.forR4Cached().newFhirPath());
  }

  static Pseudonyms pseudonyms(int filling) {
    byte[] key = new byte[Pseudonyms.KEY_LENGTH];
    Arrays.fill(key, (byte) filling);
    return new Pseudonyms(key);
  }

  /** A shipped definition with changes. */
  static TrainingDefinition definition(String id, Consumer<ObjectNode> change) {
    ObjectNode root = json(id);
    change.accept(root);
    return TrainingDefinition.read(
        "x.json", root.toString().getBytes(StandardCharsets.UTF_8), LIBRARY);
  }

  /** The shipped readmission with changes. */
  static TrainingDefinition readmission(Consumer<ObjectNode> change) {
    return definition("readmission-30d", change);
  }

  static TrainingDefinition readmission() {
    return readmission(root -> {});
  }

  static ObjectNode json(String id) {
    try {
      return (ObjectNode) JSON.readTree(SHIPPED.resolve(id + ".json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON with apostrophes in the place of quotation marks. */
  static JsonNode node(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CollectedPatient collect(TrainingDefinition definition, Resource... resources) {
    return new Collector(definition, PSEUDONYMS, CONVERTER).collect(ID, record(resources));
  }

  /** A record of what is given, and of a woman if there is no Patient among it. */
  static PatientRecord record(Resource... resources) {
    List<Resource> all = new ArrayList<>(List.of(resources));
    if (all.stream().noneMatch(Patient.class::isInstance)) {
      all.add(woman());
    }
    return PatientRecord.of(ID, all);
  }

  /** Born on 15 June 1950. */
  static Patient woman() {
    Patient patient = new Patient();
    patient.setId(ID);
    patient.getBirthDateElement().setValueAsString("1950-06-15");
    patient.setGender(AdministrativeGender.FEMALE);
    return patient;
  }

  static Patient dead(String when) {
    return woman().setDeceased(new DateTimeType(when));
  }

  static Encounter stay(String from, String to) {
    return encounter("IMP", from, to);
  }

  static Encounter visit(String when) {
    return encounter("AMB", when, when);
  }

  static Encounter encounter(String actCode, String from, String to) {
    Encounter encounter = new Encounter();
    encounter.setId(nextId());
    encounter.setSubject(subject());
    encounter.setStatus(Encounter.EncounterStatus.FINISHED);
    encounter.setClass_(new Coding(ACT_CODE, actCode, null));
    encounter.getPeriod().getStartElement().setValueAsString(from);
    encounter.getPeriod().getEndElement().setValueAsString(to);
    return encounter;
  }

  static Observation measured(String loinc, String when, String value, String unit) {
    Observation observation = new Observation();
    observation.setId(nextId());
    observation.setStatus(Observation.ObservationStatus.FINAL);
    observation.setCode(concept(LOINC, loinc));
    observation.setSubject(subject());
    observation.setEffective(new DateTimeType(when));
    observation.setValue(
        new Quantity()
            .setValue(new BigDecimal(value))
            .setSystem("http://unitsofmeasure.org")
            .setCode(unit)
            .setUnit(unit));
    return observation;
  }

  static Condition condition(String snomed, String onset) {
    Condition condition = new Condition();
    condition.setId(nextId());
    condition.setSubject(subject());
    condition.setCode(concept(SNOMED, snomed));
    condition.setClinicalStatus(
        concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"));
    condition.setOnset(new DateTimeType(onset));
    return condition;
  }

  static MedicationRequest order(String rxnorm, String when) {
    MedicationRequest request = new MedicationRequest();
    request.setId(nextId());
    request.setSubject(subject());
    request.setStatus(MedicationRequest.MedicationRequestStatus.ACTIVE);
    request.setIntent(MedicationRequest.MedicationRequestIntent.ORDER);
    request.setMedication(concept("http://www.nlm.nih.gov/research/umls/rxnorm", rxnorm));
    request.getAuthoredOnElement().setValueAsString(when);
    return request;
  }

  static CodeableConcept concept(String system, String code) {
    return new CodeableConcept().addCoding(new Coding(system, code, null));
  }

  private static Reference subject() {
    return new Reference("Patient/" + ID);
  }

  private static String nextId() {
    return "r" + IDS.incrementAndGet();
  }
}
