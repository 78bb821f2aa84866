package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.concept;
import static org.andiron.risk.feature.Given.encounter;
import static org.andiron.risk.feature.Given.feature;
import static org.andiron.risk.feature.Given.featureAt;
import static org.andiron.risk.feature.Given.measured;
import static org.andiron.risk.feature.Given.procedure;
import static org.andiron.risk.feature.Given.version;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hospital stays, and what was before and during them. */
class StayFeaturesTest {

  private static Encounter stay() {
    return encounter("IMP", "2026-02-20T09:30:00Z", "2026-02-26T15:00:00Z");
  }

  private static FeatureValue value(String name, Resource... resources) {
    return feature(name, resources).found().orElseThrow();
  }

  @Nested
  class Length {

    @ParameterizedTest
    @CsvSource({
      "2026-02-20T09:30:00Z, 2026-02-20T20:00:00Z, 0",
      "2026-02-20T23:59:59Z, 2026-02-21T00:00:00Z, 1",
      "2026-02-20T09:30:00Z, 2026-02-26T15:00:00Z, 6",
      "2026-02-26, 2026-03-01, 3",
      "2026-02-20T20:00:00-06:00, 2026-02-20T23:30:00-06:00, 0",
      "2026-02-20T17:00:00-06:00, 2026-02-20T19:00:00-06:00, 0",
      "2026-02-20T23:30:00-06:00, 2026-02-21T00:30:00-06:00, 1",
      "2026-02-20T01:00:00+09:00, 2026-02-22T10:00:00+09:00, 2",
      "2026-02-20T22:00:00-06:00, 2026-02-23, 3",
      "2026-02-21T00:30:00+01:00, 2026-02-20T23:45:00Z, 0"
    })
    void isTheNumberOfMidnights(String from, String to, double days) {
      assertThat(value("length-of-stay", encounter("IMP", from, to))).isEqualTo(new Quantity(days));
    }

    @Test
    void goesToTheTimeAskedForWhileTheStayGoesOn() {
      Encounter open = encounter("IMP", "2026-02-27T09:30:00Z", "2026-02-28T15:00:00Z");
      open.setStatus(EncounterStatus.INPROGRESS);
      open.getPeriod().setEndElement(null);
      assertThat(value("length-of-stay", open)).isEqualTo(new Quantity(2));
      Instant earlier = Instant.parse("2026-02-28T12:00:00Z");
      assertThat(featureAt(earlier, "length-of-stay", open).value()).isEqualTo(new Quantity(1));
    }

    @Test
    void ofAStayThatGoesOnEndsAtTheDateOfItsPlace() {
      Encounter open = encounter("IMP", "2026-02-27T22:00:00-06:00", "2026-03-05");
      Instant evening = Instant.parse("2026-03-01T05:59:59Z"); // the last second of 28 February
      assertThat(featureAt(evening, "length-of-stay", open).value()).isEqualTo(new Quantity(1));
      assertThat(featureAt(evening.plusSeconds(1), "length-of-stay", open).value())
          .isEqualTo(new Quantity(2));
    }

    @Test
    void isThatOfTheNewestStay() {
      Encounter newest = stay();
      Encounter older = encounter("IMP", "2026-02-01", "2026-02-11");
      ExtractedFeature found = feature("length-of-stay", older, newest);
      assertThat(found.value()).isEqualTo(new Quantity(6));
      assertThat(found.basis()).containsExactly(version(newest));
    }

    @Test
    void isMissingWithoutAStay() {
      for (Encounter none :
          new Encounter[] {
            encounter("AMB", "2026-02-20", "2026-02-26"),
            encounter("IMP", "2025-12-20", "2025-12-26"), // too long ago
            encounter("IMP", "2026-03-03", "2026-03-04"),
          }) {
        assertThat(feature("length-of-stay", none).missing()).isEqualTo(MissingReason.NO_STAY);
      }
    }

    @ParameterizedTest
    @CsvSource({"2026-01-30T12:00:00Z, true", "2026-01-30T11:59:59Z, false"})
    void isAskedForUntilThirtyDaysAfter(String end, boolean found) {
      Encounter past = encounter("IMP", "2026-01-20T00:00:00Z", end);
      assertThat(feature("length-of-stay", past).found().isPresent()).isEqualTo(found);
    }

    @Test
    void doesNotKnowTheDischargeBeforeIt() {
      Instant during = Instant.parse("2026-02-22T12:00:00Z");
      assertThat(featureAt(during, "length-of-stay", stay()).value()).isEqualTo(new Quantity(2));
    }
  }

  @Nested
  class Before {

    @Test
    void admissionsAreCountedWithoutThisOne() {
      assertThat(
              value(
                  "admissions-12-months",
                  stay(),
                  encounter("IMP", "2025-02-20T09:30:00Z", "2025-02-21"),
                  encounter("ACUTE", "2025-09-01", "2025-09-03"),
                  encounter("IMP", "2025-02-20T09:29:59Z", "2025-02-21"),
                  encounter("AMB", "2025-09-01", "2025-09-03")))
          .isEqualTo(new Quantity(2));
    }

    @Test
    void noneIsAssumedAndSaidSo() {
      ExtractedFeature found = feature("admissions-12-months", stay());
      assertThat(found.value()).isEqualTo(new Quantity(0));
      assertThat(found.assumed()).isTrue();
    }

    @Test
    void cancelledOnesAreNone() {
      Encounter cancelled = encounter("IMP", "2025-09-01", "2025-09-03");
      cancelled.setStatus(EncounterStatus.CANCELLED);
      assertThat(value("admissions-12-months", stay(), cancelled)).isEqualTo(new Quantity(0));
    }

    /** LACE counts the visits of six months, without the one that led to the admission. */
    @Test
    void emergencyVisitsAreCountedWithoutTheOneThatLedToTheStay() {
      assertThat(
              value(
                  "emergency-visits-6-months",
                  stay(),
                  encounter("EMER", "2026-02-20T04:00:00Z", "2026-02-20T09:30:00Z"),
                  encounter("EMER", "2026-02-19T09:29:59Z", "2026-02-19T11:00:00Z"),
                  encounter("EMER", "2025-08-20T09:30:00Z", "2025-08-20T11:00:00Z"),
                  encounter("EMER", "2025-08-20T09:29:59Z", "2025-08-20T11:00:00Z")))
          .isEqualTo(new Quantity(2));
    }
  }

  @Nested
  class Acute {

    @Test
    void isWhatIsCodedSo() {
      Encounter urgent = stay();
      urgent.setPriority(concept("http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EM"));
      assertThat(value("acute-admission", urgent)).isEqualTo(new Truth(true));
      urgent.setPriority(concept("http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EL"));
      assertThat(value("acute-admission", urgent)).isEqualTo(new Truth(false));
    }

    /** An elective operation is ACUTE, and who was long ill in hospital can come in need. */
    @ParameterizedTest
    @CsvSource({
      "ACUTE, EL, false",
      "ACUTE, R, false",
      "ACUTE, UR, true",
      "NONAC, EL, false",
      "NONAC, UR, true",
      "IMP, S, true"
    })
    void isNotTheLevelOfCare(String level, String priority, boolean acute) {
      Encounter stay = encounter(level, "2026-02-20T09:30:00Z", "2026-02-26T15:00:00Z");
      assertThat(feature("acute-admission", stay).found()).isEmpty();
      stay.setPriority(concept("http://terminology.hl7.org/CodeSystem/v3-ActPriority", priority));
      assertThat(value("acute-admission", stay)).isEqualTo(new Truth(acute));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gp", "mp", "outp"})
    void isNotKnownOfWhomAPhysicianSent(String source) {
      Encounter sent = stay();
      sent.getHospitalization()
          .setAdmitSource(concept("http://terminology.hl7.org/CodeSystem/admit-source", source));
      assertThat(feature("acute-admission", sent).found()).isEmpty();
      sent.setPriority(concept("http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EM"));
      assertThat(value("acute-admission", sent)).isEqualTo(new Truth(true));
    }

    @Test
    void isWhatCameByTheEmergencyDepartment() {
      Encounter emergency = encounter("EMER", "2026-02-20T04:00:00Z", "2026-02-20T09:30:00Z");
      assertThat(value("acute-admission", stay(), emergency)).isEqualTo(new Truth(true));
      Encounter admitted = stay();
      admitted
          .getHospitalization()
          .setAdmitSource(concept("http://terminology.hl7.org/CodeSystem/admit-source", "emd"));
      assertThat(value("acute-admission", admitted)).isEqualTo(new Truth(true));
    }

    @Test
    void isNotKnownIfNothingTells() {
      assertThat(feature("acute-admission", stay()).found()).isEmpty();
    }

    @Test
    void isNotKnownIfTheStayIsCodedAsBoth() {
      Encounter both = stay();
      both.setPriority(concept("http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EL"));
      both.addType(concept(SNOMED, "183452005"));
      assertThat(feature("acute-admission", both).found()).isEmpty();
    }
  }

  @Nested
  class During {

    @Test
    void proceduresAreThoseOfTheStayOrOfItsTime() {
      Encounter stay = stay();
      Procedure inTime = procedure(SNOMED, "80146002", "2026-02-22");
      assertThat(value("procedure-during-stay", stay, inTime)).isEqualTo(new Truth(true));
      Procedure outside = procedure(SNOMED, "80146002", "2026-02-27");
      assertThat(feature("procedure-during-stay", stay, outside).assumed()).isTrue();
      outside.setEncounter(new Reference("Encounter/" + stay.getIdElement().getIdPart()));
      assertThat(value("procedure-during-stay", stay, outside)).isEqualTo(new Truth(true));
      inTime.setEncounter(new Reference("Encounter/other"));
      assertThat(feature("procedure-during-stay", stay, inTime).assumed()).isTrue();
    }

    @Test
    void oncologyIsTheServiceOfTheStay() {
      Encounter stay = stay();
      assertThat(value("oncology-discharge", stay)).isEqualTo(new Truth(false));
      stay.setServiceType(concept(SNOMED, "394593009"));
      assertThat(value("oncology-discharge", stay)).isEqualTo(new Truth(true));
      Encounter another = encounter("IMP", "2026-01-01", "2026-01-02");
      another.setServiceType(concept(SNOMED, "394593009"));
      assertThat(value("oncology-discharge", stay(), another)).isEqualTo(new Truth(false));
    }

    @Test
    void theHospitalScoreTakesTheLastValueOfTheStay() {
      Observation during = measured("2951-2", "2026-02-25T06:00:00Z", "133", "mmol/L");
      Observation after = measured("2951-2", "2026-02-28T06:00:00Z", "140", "mmol/L");
      FeatureSet features = Given.model("hospital");
      Extraction extraction =
          new FeatureExtractor(features, Given.CONVERTER)
              .extract(
                  PatientRecord.of(Given.ID, List.of(Given.woman(), stay(), during, after)),
                  Given.NOW);
      assertThat(extraction.feature("sodium").orElseThrow().value()).isEqualTo(new Quantity(133));
    }

    @Test
    void dialysisCountsFromTwoOn() {
      Procedure first = procedure(SNOMED, "302497006", "2026-02-24T08:00:00Z");
      Procedure second = procedure(SNOMED, "302497006", "2026-02-26T08:00:00Z");
      Procedure before = procedure(SNOMED, "302497006", "2026-02-22T11:59:59Z");
      assertThat(value("dialysis-twice-past-week", first, before)).isEqualTo(new Truth(false));
      assertThat(value("dialysis-twice-past-week", first, second)).isEqualTo(new Truth(true));
    }
  }
}
