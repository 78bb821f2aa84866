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
public final class Given {

  public static final String LOINC = "http://loinc.org";
  public static final String SNOMED = "http://snomed.info/sct";
  public static final String RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
  public static final String ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm";
  public static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  public static final String UCUM = "http://unitsofmeasure.org";

  public static final String ID = "p1";
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  public static final UnitConverter CONVERTER = new UnitConverter();
  public static final IFhirPath PATHS = FhirContext.forR4Cached().newFhirPath();
  public static final Path FOLDER = Path.of("fhir-config", "risk-models");
  public static final FeatureLibrary LIBRARY = library(FOLDER);

  private static final AtomicInteger IDS = new AtomicInteger();

  private Given() {}

  /** The library in a folder. */
  public static FeatureLibrary library(Path folder) {
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
  public static FeatureSet model(String id) {
    try {
      return LIBRARY.read(id, Files.readAllBytes(FOLDER.resolve(id).resolve("features.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Extracts shared features as of {@link #NOW}. */
  public static Extraction extract(
      List<String> features, Collection<? extends Resource> resources) {
    return extractor(features).extract(PatientRecord.of(ID, resources), NOW);
  }

  /** Extracts one shared feature as of {@link #NOW} of a woman of 54 and what is given. */
  public static ExtractedFeature feature(String name, Resource... resources) {
    return featureAt(NOW, name, resources);
  }

  public static ExtractedFeature featureAt(Instant asOf, String name, Resource... resources) {
    List<Resource> all = new ArrayList<>(List.of(resources));
    if (all.stream().noneMatch(Patient.class::isInstance)) {
      all.add(woman());
    }
    Extraction extraction = extractor(List.of(name)).extract(PatientRecord.of(ID, all), asOf);
    return extraction.feature(name).orElseThrow();
  }

  public static FeatureExtractor extractor(List<String> features) {
    return new FeatureExtractor(LIBRARY.select(features), CONVERTER);
  }

  /** A woman of 54. */
  public static Patient woman() {
    return patient("1971-06-15", AdministrativeGender.FEMALE);
  }

  public static Patient man() {
    return patient("1971-06-15", AdministrativeGender.MALE);
  }

  public static Patient patient(String birth, AdministrativeGender gender) {
    Patient patient = new Patient();
    patient.setId(ID);
    patient.getMeta().setVersionId("1");
    patient.getBirthDateElement().setValueAsString(birth);
    patient.setGender(gender);
    return patient;
  }

  public static Observation observation(String loinc, String when) {
    Observation observation = identified(new Observation());
    observation.setStatus(ObservationStatus.FINAL);
    observation.setCode(concept(LOINC, loinc));
    observation.setSubject(subject());
    observation.setEffective(new DateTimeType(when));
    return observation;
  }

  public static Observation measured(String loinc, String when, String value, String unit) {
    return observation(loinc, when).setValue(quantity(value, unit));
  }

  public static Observation answered(String loinc, String when, String system, String code) {
    return observation(loinc, when).setValue(concept(system, code));
  }

  public static Observation bloodPressure(String when, String systolic, String diastolic) {
    Observation panel = observation("85354-9", when);
    panel.addComponent().setCode(concept(LOINC, "8480-6")).setValue(quantity(systolic, "mm[Hg]"));
    panel.addComponent().setCode(concept(LOINC, "8462-4")).setValue(quantity(diastolic, "mm[Hg]"));
    return panel;
  }

  public static Quantity quantity(String value, String ucum) {
    return new Quantity()
        .setValue(new BigDecimal(value))
        .setUnit(ucum)
        .setSystem(UCUM)
        .setCode(ucum);
  }

  public static Condition condition(String system, String code, String onset) {
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

  public static MedicationRequest order(String rxnorm, String when) {
    MedicationRequest request = identified(new MedicationRequest());
    request.setSubject(subject());
    request.setStatus(MedicationRequestStatus.ACTIVE);
    request.setIntent(MedicationRequestIntent.ORDER);
    request.setMedication(concept(RXNORM, rxnorm));
    request.getAuthoredOnElement().setValueAsString(when);
    return request;
  }

  public static Encounter encounter(String actCode, String from, String to) {
    Encounter encounter = identified(new Encounter());
    encounter.setSubject(subject());
    encounter.setStatus(Encounter.EncounterStatus.FINISHED);
    encounter.setClass_(new Coding(ACT_CODE, actCode, null));
    encounter.getPeriod().getStartElement().setValueAsString(from);
    encounter.getPeriod().getEndElement().setValueAsString(to);
    return encounter;
  }

  public static Procedure procedure(String system, String code, String when) {
    Procedure procedure = identified(new Procedure());
    procedure.setSubject(subject());
    procedure.setStatus(Procedure.ProcedureStatus.COMPLETED);
    procedure.setCode(concept(system, code));
    procedure.setPerformed(new DateTimeType(when));
    return procedure;
  }

  public static CodeableConcept concept(String system, String code) {
    return new CodeableConcept().addCoding(new Coding(system, code, null));
  }

  public static Reference subject() {
    return new Reference("Patient/" + ID);
  }

  public static <T extends DomainResource> T identified(T resource) {
    resource.setId("r" + IDS.incrementAndGet());
    resource.getMeta().setVersionId("1");
    return resource;
  }

  public static ResourceVersion version(Resource resource) {
    return RecordItem.versionOf(resource);
  }
}
