package org.andiron.risk.feature;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Synthetic records for tests, and the features as they are shipped. */
final class Given {

  static final String LOINC = "http://loinc.org";
  static final String SNOMED = "http://snomed.info/sct";
  static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
  static final String ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm";
  static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  static final String UCUM = "http://unitsofmeasure.org";

  static final String ID = "p1";
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  static final UnitConverter CONVERTER = new UnitConverter();
  static final IFhirPath PATHS = FhirContext.forR4Cached().newFhirPath();
  static final Path FOLDER = Path.of("fhir-config", "risk-models");
  static final FeatureLibrary LIBRARY = library(FOLDER);

  private static final AtomicInteger IDS = new AtomicInteger();

  private Given() {}

  /** The library in a folder. */
  static FeatureLibrary library(Path folder) {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.walk(folder, 2)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        files.put(name, Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return FeatureLibrary.of(files, DerivedFeatures.standard(), CONVERTER, PATHS);
  }

  /** What a shipped model takes. */
  static FeatureSet model(String id) {
    try {
      return LIBRARY.read(id, Files.readAllBytes(FOLDER.resolve(id).resolve("features.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Extracts shared features as of {@link #NOW}. */
  static Extraction extract(List<String> features, Collection<? extends Resource> resources) {
    return extractor(features).extract(PatientRecord.of(ID, resources), NOW);
  }

  /** Extracts one shared feature as of {@link #NOW} of a woman of 54 and what is given. */
  static ExtractedFeature feature(String name, Resource... resources) {
    return featureAt(NOW, name, resources);
  }

  static ExtractedFeature featureAt(Instant asOf, String name, Resource... resources) {
    List<Resource> all = new ArrayList<>(List.of(resources));
    if (all.stream().noneMatch(Patient.class::isInstance)) {
      all.add(woman());
    }
    Extraction extraction = extractor(List.of(name)).extract(PatientRecord.of(ID, all), asOf);
    return extraction.feature(name).orElseThrow();
  }

  static FeatureExtractor extractor(List<String> features) {
    return new FeatureExtractor(LIBRARY.select(features), CONVERTER);
  }

  /** A woman of 54. */
  static Patient woman() {
    return patient("1971-06-15", AdministrativeGender.FEMALE);
  }

  static Patient man() {
    return patient("1971-06-15", AdministrativeGender.MALE);
  }

  static Patient patient(String birth, AdministrativeGender gender) {
    Patient patient = new Patient();
    patient.setId(ID);
    patient.getMeta().setVersionId("1");
    patient.getBirthDateElement().setValueAsString(birth);
    patient.setGender(gender);
    return patient;
  }

  static Observation observation(String loinc, String when) {
    Observation observation = identified(new Observation());
    observation.setStatus(ObservationStatus.FINAL);
    observation.setCode(concept(LOINC, loinc));
    observation.setSubject(subject());
    observation.setEffective(new DateTimeType(when));
    return observation;
  }

  static Observation measured(String loinc, String when, String value, String unit) {
    return observation(loinc, when).setValue(quantity(value, unit));
  }

  static Observation answered(String loinc, String when, String system, String code) {
    return observation(loinc, when).setValue(concept(system, code));
  }

  static Observation bloodPressure(String when, String systolic, String diastolic) {
    Observation panel = observation("85354-9", when);
    panel.addComponent().setCode(concept(LOINC, "8480-6")).setValue(quantity(systolic, "mm[Hg]"));
    panel.addComponent().setCode(concept(LOINC, "8462-4")).setValue(quantity(diastolic, "mm[Hg]"));
    return panel;
  }

  static Quantity quantity(String value, String ucum) {
    return new Quantity()
        .setValue(new BigDecimal(value))
        .setUnit(ucum)
        .setSystem(UCUM)
        .setCode(ucum);
  }

  static Condition condition(String system, String code, String onset) {
    Condition condition = identified(new Condition());
    condition.setSubject(subject());
    condition.setCode(concept(system, code));
    condition.setClinicalStatus(
        concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"));
    condition.setVerificationStatus(
        concept("http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed"));
    condition.setOnset(new DateTimeType(onset));
    return condition;
  }

  static MedicationRequest order(String rxnorm, String when) {
    MedicationRequest request = identified(new MedicationRequest());
    request.setSubject(subject());
    request.setStatus(MedicationRequestStatus.ACTIVE);
    request.setIntent(MedicationRequestIntent.ORDER);
    request.setMedication(concept(RXNORM, rxnorm));
    request.getAuthoredOnElement().setValueAsString(when);
    return request;
  }

  static Encounter encounter(String actCode, String from, String to) {
    Encounter encounter = identified(new Encounter());
    encounter.setSubject(subject());
    encounter.setStatus(Encounter.EncounterStatus.FINISHED);
    encounter.setClass_(new Coding(ACT_CODE, actCode, null));
    encounter.getPeriod().getStartElement().setValueAsString(from);
    encounter.getPeriod().getEndElement().setValueAsString(to);
    return encounter;
  }

  static Procedure procedure(String system, String code, String when) {
    Procedure procedure = identified(new Procedure());
    procedure.setSubject(subject());
    procedure.setStatus(Procedure.ProcedureStatus.COMPLETED);
    procedure.setCode(concept(system, code));
    procedure.setPerformed(new DateTimeType(when));
    return procedure;
  }

  static CodeableConcept concept(String system, String code) {
    return new CodeableConcept().addCoding(new Coding(system, code, null));
  }

  static Reference subject() {
    return new Reference("Patient/" + ID);
  }

  static <T extends DomainResource> T identified(T resource) {
    resource.setId("r" + IDS.incrementAndGet());
    resource.getMeta().setVersionId("1");
    return resource;
  }

  static ResourceVersion version(Resource resource) {
    return RecordItem.versionOf(resource);
  }
}
