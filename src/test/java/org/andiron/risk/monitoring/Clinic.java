package org.andiron.risk.monitoring;

import ca.uhn.fhir.context.FhirContext;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.PackageReader;
import org.andiron.risk.feature.Extraction;
import org.andiron.risk.feature.FeatureExtractor;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.storage.config.ConfigurationFolder;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;

/** Synthetic patients, scored with the shipped Pooled Cohort Equations from their resources. */
final class Clinic {

  private static final String LOINC = "http://loinc.org";
  private static final String UCUM = "http://unitsofmeasure.org";
  private static final String RACE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race";
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String WHEN = "2026-02-20T08:00:00Z";
  private static final double MG_PER_MMOL = 38.67;

  private static final UnitConverter CONVERTER = new UnitConverter();
  static final InstalledModel MODEL =
      new PackageReader(CONVERTER, FhirContext.forR4Cached().newFhirPath())
          .read(ConfigurationFolder.open(Path.of("fhir-config")))
          .find("pce-2013")
          .orElseThrow();

  private final FeatureExtractor extractor = new FeatureExtractor(MODEL.features(), CONVERTER);
  private final SplittableRandom random;

  /**
   * How the laboratory tells of total cholesterol.
   *
   * @param unit that it writes
   * @param factor from mg/dL to the number that it writes
   * @param code in LOINC, or with its system before a bar
   * @param missing part of patients without
   */
  record Laboratory(String unit, double factor, String code, double missing) {

    static final Laboratory USUAL = new Laboratory("mg/dL", 1, "2093-3", 0);
    static final Laboratory OTHER_UNIT = new Laboratory("mmol/L", 1 / MG_PER_MMOL, "2093-3", 0);
    static final Laboratory WRONG_UNIT = new Laboratory("mg/dL", 1 / MG_PER_MMOL, "2093-3", 0);
    static final Laboratory NO_UNIT = new Laboratory("units", 1, "2093-3", 0);
    static final Laboratory OTHER_CODE = new Laboratory("mg/dL", 1, "99999-9", 0);
    static final Laboratory OWN_CODES = new Laboratory("mg/dL", 1, "urn:example:lab|chol", 0);
    static final Laboratory FIFTH_MISSING = new Laboratory("mg/dL", 1, "2093-3", 0.2);
  }

  Clinic(long seed) {
    random = new SplittableRandom(seed);
  }

  /** What is counted of that many patients. */
  DayCounts day(int patients, Laboratory laboratory) {
    Counter counter = new Counter(ModelBins.of(MODEL));
    for (int i = 0; i < patients; i++) {
      counter.add(patient(laboratory));
    }
    return counter.counts();
  }

  Observation patient(Laboratory laboratory) {
    List<Resource> record = new ArrayList<>();
    Patient patient = new Patient();
    patient.setId("p");
    patient.getMeta().setVersionId("1");
    patient.getBirthDateElement().setValueAsString((1950 + random.nextInt(34)) + "-06-15");
    patient.setGender(
        random.nextBoolean() ? AdministrativeGender.FEMALE : AdministrativeGender.MALE);
    Extension race = patient.addExtension().setUrl(RACE);
    race.addExtension()
        .setUrl("ombCategory")
        .setValue(
            new Coding(
                "urn:oid:2.16.840.1.113883.6.238",
                random.nextInt(5) == 0 ? "2054-5" : "2106-3",
                null));
    record.add(patient);
    if (random.nextDouble() >= laboratory.missing()) {
      record.add(
          measured(
              laboratory.code(),
              normal(205, 30, 131, 319) * laboratory.factor(),
              laboratory.unit()));
    }
    record.add(measured("2085-9", normal(52, 12, 21, 99), "mg/dL"));
    record.add(measured("8480-6", normal(128, 15, 91, 199), "mm[Hg]"));
    record.add(
        observation("72166-2")
            .setValue(
                new CodeableConcept(
                    new Coding(
                        "http://snomed.info/sct",
                        random.nextInt(6) == 0 ? "449868002" : "266919005",
                        null))));
    Extraction extraction = extractor.extract(PatientRecord.of("p", record), NOW);
    return Observation.of(
        MODEL,
        extraction,
        MODEL.content().model().predict(Observation.watched(MODEL), extraction.vector()));
  }

  private double normal(double mean, double deviation, double least, double most) {
    // The sum of twelve is near enough, and the same on every platform.
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return Math.min(most, Math.max(least, mean + deviation * sum));
  }

  private static Resource measured(String code, double value, String unit) {
    return observation(code)
        .setValue(
            new Quantity()
                .setValue(BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP))
                .setUnit(unit)
                .setSystem(UCUM)
                .setCode(unit));
  }

  private static org.hl7.fhir.r4.model.Observation observation(String code) {
    var observation = new org.hl7.fhir.r4.model.Observation();
    int bar = code.indexOf('|');
    String system = bar < 0 ? LOINC : code.substring(0, bar);
    observation.setId("o" + code.substring(bar + 1));
    observation.getMeta().setVersionId("1");
    observation.setStatus(ObservationStatus.FINAL);
    observation.setCode(new CodeableConcept(new Coding(system, code.substring(bar + 1), null)));
    observation.setSubject(new org.hl7.fhir.r4.model.Reference("Patient/p"));
    observation.setEffective(new DateTimeType(WHEN));
    return observation;
  }

  /** What the first days of a clinic come to. */
  static Reference reference(Clinic clinic, int days, int patientsADay) {
    Optional<DayCounts> all =
        IntStream.range(0, days)
            .mapToObj(it -> clinic.day(patientsADay, Laboratory.USUAL))
            .reduce(DayCounts::merge);
    return new Reference(ModelBins.of(MODEL), all.orElseThrow(), NOW);
  }
}
