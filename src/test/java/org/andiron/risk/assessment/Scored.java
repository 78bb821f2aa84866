package org.andiron.risk.assessment;

import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.answered;
import static org.andiron.risk.feature.Given.bloodPressure;
import static org.andiron.risk.feature.Given.condition;
import static org.andiron.risk.feature.Given.encounter;
import static org.andiron.risk.feature.Given.measured;
import static org.andiron.risk.feature.Given.order;
import static org.andiron.risk.feature.Given.patient;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.risk.Installed;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.feature.Given;
import org.andiron.risk.feature.PatientRecord;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.GuidanceResponse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;

/** Records made by hand, and what shipped models say of them. */
public final class Scored {

  static final LocalDate TODAY = LocalDate.parse("2026-03-01");
  static final String YESTERDAY = "2026-02-28T08:00:00Z";
  static final RiskAnswer ENGLISH = new RiskAnswer(AnswerStyle.of(Language.ENGLISH));
  static final RiskAnswer CHINESE = new RiskAnswer(AnswerStyle.of(Language.SIMPLIFIED_CHINESE));

  private static final Map<String, Scorer> SCORERS = new ConcurrentHashMap<>();
  private static final String RACE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race";

  private Scored() {}

  static Scorer scorer(String model) {
    return SCORERS.computeIfAbsent(model, id -> new Scorer(Installed.model(id), Given.CONVERTER));
  }

  public static Score score(String model, Collection<? extends Resource> resources) {
    return scorer(model).score(PatientRecord.of(ID, resources), NOW, TODAY);
  }

  static RiskAssessment assessed(String model, Collection<? extends Resource> resources) {
    return (RiskAssessment) ENGLISH.of(score(model, resources));
  }

  static GuidanceResponse guided(String model, Collection<? extends Resource> resources) {
    return (GuidanceResponse) ENGLISH.of(score(model, resources));
  }

  /**
   * The example of the supplement of PREVENT: a woman of 50 with total cholesterol 200, HDL 45,
   * systolic pressure 160 under treatment, diabetes, no smoker, BMI 35, eGFR 90.
   */
  public static List<Resource> prevent() {
    List<Resource> all = new ArrayList<>();
    all.add(patient("1976-01-15", AdministrativeGender.FEMALE));
    all.add(measured("2093-3", YESTERDAY, "200", "mg/dL"));
    all.add(measured("2085-9", YESTERDAY, "45", "mg/dL"));
    all.add(bloodPressure(YESTERDAY, "160", "90"));
    all.add(measured("98979-8", YESTERDAY, "90", "mL/min/{1.73_m2}"));
    all.add(measured("39156-5", YESTERDAY, "35", "kg/m2"));
    all.add(answered("72166-2", YESTERDAY, SNOMED, "266919005"));
    all.add(condition(SNOMED, "44054006", "2020-01-01"));
    all.add(order("314076", "2026-01-02"));
    return all;
  }

  /**
   * The example of the Pooled Cohort Equations: a white man of 55 with total cholesterol 213, HDL
   * 50, untreated systolic pressure 120, no smoker, no diabetes.
   */
  public static List<Resource> pooledCohort() {
    List<Resource> all = new ArrayList<>();
    Patient man = patient("1971-01-15", AdministrativeGender.MALE);
    man.addExtension()
        .setUrl(RACE)
        .addExtension()
        .setUrl("ombCategory")
        .setValue(new Coding("urn:oid:2.16.840.1.113883.6.238", "2106-3", "White"));
    all.add(man);
    all.add(measured("2093-3", YESTERDAY, "213", "mg/dL"));
    all.add(measured("2085-9", YESTERDAY, "50", "mg/dL"));
    all.add(bloodPressure(YESTERDAY, "120", "75"));
    all.add(answered("72166-2", YESTERDAY, SNOMED, "266919005"));
    return all;
  }

  /** A woman of 76 with atrial fibrillation, hypertension and an old stroke: 6 points. */
  public static List<Resource> atrialFibrillation() {
    List<Resource> all = new ArrayList<>();
    all.add(patient("1950-01-15", AdministrativeGender.FEMALE));
    all.add(condition(SNOMED, "49436004", "2024-01-01"));
    all.add(condition(SNOMED, "38341003", "2010-01-01"));
    all.add(condition(SNOMED, "230690007", "2020-01-01"));
    return all;
  }

  /**
   * A stay of three days after an emergency admission, heart failure, one emergency visit before:
   * LACE 3 + 3 + 2 + 1.
   */
  static List<Resource> discharged() {
    List<Resource> all = new ArrayList<>();
    all.add(patient("1950-01-15", AdministrativeGender.MALE));
    all.add(stay());
    all.add(encounter("EMER", "2026-01-10T08:00:00Z", "2026-01-10T12:00:00Z"));
    all.add(condition(SNOMED, "84114007", "2020-01-01"));
    return all;
  }

  static Encounter stay() {
    Encounter stay = encounter("IMP", "2026-02-26T09:00:00Z", "2026-03-01T10:00:00Z");
    stay.setPriority(
        new CodeableConcept(
            new Coding("http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EM", null)));
    return stay;
  }
}
