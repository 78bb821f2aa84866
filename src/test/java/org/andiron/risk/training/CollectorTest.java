package org.andiron.risk.training;

import static org.andiron.risk.training.Given.collect;
import static org.andiron.risk.training.Given.condition;
import static org.andiron.risk.training.Given.dead;
import static org.andiron.risk.training.Given.encounter;
import static org.andiron.risk.training.Given.measured;
import static org.andiron.risk.training.Given.node;
import static org.andiron.risk.training.Given.readmission;
import static org.andiron.risk.training.Given.stay;
import static org.andiron.risk.training.Given.visit;
import static org.andiron.risk.training.Given.woman;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.andiron.risk.learning.TrainingExample;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which examples a record gives, and why it gives none. */
class CollectorTest {

  private static final Encounter FIRST_VISIT = visit("2015-02-01T09:00:00Z");
  private static final Encounter STAY = stay("2018-03-01T08:00:00Z", "2018-03-06T10:00:00Z");
  private static final Encounter LATER_VISIT = visit("2018-09-01T09:00:00Z");

  private static void excludes(CollectedPatient patient, ExclusionReason reason) {
    assertThat(patient.examples()).isEmpty();
    assertThat(
            reason.isOfPatients()
                ? patient.flow().patientsExcluded()
                : patient.flow().indexTimesExcluded())
        .containsExactly(Map.entry(reason, 1L));
  }

  @Nested
  class Readmission {

    @Test
    void aStayWithoutAnotherIsAnExampleWithItsInputs() {
      Condition diabetes = condition("44054006", "2016-01-01T00:00:00Z");
      Encounter earlier = stay("2017-10-01T08:00:00Z", "2017-10-02T08:00:00Z");

      CollectedPatient patient =
          collect(
              readmission(),
              FIRST_VISIT,
              earlier,
              STAY,
              LATER_VISIT,
              diabetes,
              encounter("EMER", "2018-02-28T20:00:00Z", "2018-02-28T23:00:00Z"),
              encounter("EMER", "2018-01-10T20:00:00Z", "2018-01-10T23:00:00Z"),
              measured("718-7", "2018-03-02T08:00:00Z", "11.5", "g/dL"),
              measured("718-7", "2018-03-07T08:00:00Z", "9.5", "g/dL"));

      assertThat(patient.examples()).hasSize(2);
      TrainingExample example = patient.examples().get(1);
      assertThat(example.patient()).isEqualTo(Given.PSEUDONYMS.of("p1"));
      assertThat(example.index()).isEqualTo(Instant.parse("2018-03-06T10:00:00Z"));
      assertThat(example.outcome()).isZero();
      assertThat(example.inputs().values())
          .containsEntry("age", new Quantity(67))
          .containsEntry("sex", new Category("female"))
          .containsEntry("length-of-stay", new Quantity(5))
          .containsEntry("acute-admission", new Truth(true))
          .containsEntry("admissions-12-months", new Quantity(1))
          .containsEntry("emergency-visits-6-months", new Quantity(1))
          .containsEntry("diabetes", new Truth(true))
          .containsEntry("hemoglobin", new Quantity(11.5))
          .doesNotContainKey("sodium");
      assertThat(example.subgroups()).isEqualTo(Map.of("sex", "female", "age-band", "65-79"));
    }

    @ParameterizedTest
    @CsvSource({
      "2018-03-06T10:00:01Z, 1",
      "2018-04-05T10:00:00Z, 1",
      "2018-04-05T10:00:01Z, 0",
      "2018-03-06T10:00:00Z, 0",
      "2018-03-07, 1",
    })
    void anotherStayCountsStrictlyAfterDischargeAndUntilTheHorizon(String start, double outcome) {
      CollectedPatient patient =
          collect(
              readmission(), FIRST_VISIT, STAY, stay(start, "2018-04-09T10:00:00Z"), LATER_VISIT);

      assertThat(patient.examples().get(0).outcome()).isEqualTo(outcome);
      assertThat(patient.flow().events()).isEqualTo((long) outcome);
    }

    @Test
    void anotherStayOfTheSameDayWithoutTimeMayBeBefore() {
      CollectedPatient patient =
          collect(
              readmission(root -> single(root)),
              FIRST_VISIT,
              STAY,
              stay("2018-03-06", "2018-03-09T10:00:00Z"),
              LATER_VISIT);

      excludes(patient, ExclusionReason.OUTCOME_UNDATED);
    }

    @Test
    void plannedAndCancelledStaysAreNoReadmission() {
      Encounter planned = stay("2018-03-10T08:00:00Z", "2018-03-11T08:00:00Z");
      planned.addType(Given.concept(Given.SNOMED, "8715000"));
      Encounter cancelled = stay("2018-03-12T08:00:00Z", "2018-03-13T08:00:00Z");
      cancelled.setStatus(Encounter.EncounterStatus.CANCELLED);

      CollectedPatient patient =
          collect(
              readmission(root -> single(root)),
              FIRST_VISIT,
              STAY,
              planned,
              cancelled,
              LATER_VISIT);

      assertThat(patient.examples()).extracting(TrainingExample::outcome).containsExactly(0.0);
    }

    private static void single(ObjectNode root) {
      ((ObjectNode) root.get("index")).put("take", "first");
    }
  }

  @Nested
  class Exclusions {

    @Test
    void ofPatients() {
      Patient replaced = woman();
      replaced
          .addLink()
          .setType(Patient.LinkType.REPLACEDBY)
          .setOther(new Reference("Patient/other"));
      Patient test = woman();
      test.getMeta().addSecurity("http://terminology.hl7.org/CodeSystem/v3-ActReason", "HTEST", "");

      excludes(collect(readmission(), replaced, STAY), ExclusionReason.REPLACED);
      excludes(collect(readmission(), test, STAY), ExclusionReason.TEST_PATIENT);
      excludes(
          collect(readmission(), woman().setDeceased(new BooleanType(true)), STAY),
          ExclusionReason.DEATH_UNDATED);
      excludes(collect(readmission(), FIRST_VISIT), ExclusionReason.NO_INDEX);
    }

    @Test
    void aDeathUntilDischargeLeavesOutAndALaterOneDoesNot() {
      excludes(
          collect(readmission(), dead("2018-03-06T10:00:00Z"), FIRST_VISIT, STAY),
          ExclusionReason.DECEASED);
      excludes(
          collect(readmission(), dead("2018-03-06"), FIRST_VISIT, STAY), ExclusionReason.DECEASED);
      assertThat(collect(readmission(), dead("2018-03-06T10:00:01Z"), FIRST_VISIT, STAY).examples())
          .hasSize(1);
    }

    @Test
    void aDeathFirstMeansWhatTheDefinitionSays() {
      Resource[] record = {dead("2018-03-20"), FIRST_VISIT, STAY};

      assertThat(collect(readmission(death("no-event")), record).examples())
          .extracting(TrainingExample::outcome)
          .containsExactly(0.0);
      assertThat(collect(readmission(death("event")), record).examples())
          .extracting(TrainingExample::outcome)
          .containsExactly(1.0);
      excludes(collect(readmission(death("exclude")), record), ExclusionReason.COMPETING_DEATH);
    }

    private static Consumer<ObjectNode> death(String rule) {
      return root -> ((ObjectNode) root.get("outcome")).put("death", rule);
    }

    @Test
    void whoeverIsNotSeenAgainIsLost() {
      Resource[] record = {FIRST_VISIT, STAY, visit("2018-04-05T09:59:59Z")};

      excludes(collect(readmission(), record), ExclusionReason.LOST);
      assertThat(
              collect(
                      readmission(
                          root -> ((ObjectNode) root.get("followUp")).put("lost", "no-event")),
                      record)
                  .examples())
          .hasSize(1);
      assertThat(
              collect(readmission(), FIRST_VISIT, STAY, visit("2018-04-05T10:00:00Z")).examples())
          .hasSize(1);
    }

    @Test
    void whatWouldEndAfterTheDataIsLeftOutWhateverCame() {
      Resource[] record = {
        FIRST_VISIT,
        STAY,
        visit("2018-04-20T09:00:00Z"),
        encounter("EMER", "2018-03-08T09:00:00Z", "2018-03-08T10:00:00Z")
      };
      Consumer<ObjectNode> ends =
          root -> ((ObjectNode) root.get("followUp")).put("end", "2018-04-05");
      Consumer<ObjectNode> reaches =
          root -> ((ObjectNode) root.get("followUp")).put("end", "2018-04-06");

      excludes(collect(readmission(ends), record), ExclusionReason.AFTER_END);
      assertThat(collect(readmission(reaches), record).examples()).hasSize(1);
    }

    @Test
    void ofAgeAndSexAndHistoryAndDays() {
      excludes(
          collect(readmission(eligible("{'age': {'to': 66}}")), FIRST_VISIT, STAY, LATER_VISIT),
          ExclusionReason.AGE);
      excludes(
          collect(readmission(eligible("{'sex': ['male']}")), FIRST_VISIT, STAY, LATER_VISIT),
          ExclusionReason.SEX);
      excludes(
          collect(readmission(eligible("{'history': 'P4Y'}")), FIRST_VISIT, STAY, LATER_VISIT),
          ExclusionReason.SHORT_HISTORY);
      excludes(
          collect(readmission(eligible("{'to': '2018-03-06'}")), FIRST_VISIT, STAY, LATER_VISIT),
          ExclusionReason.OUTSIDE_PERIOD);
      excludes(
          collect(readmission(eligible("{'from': '2018-03-07'}")), FIRST_VISIT, STAY, LATER_VISIT),
          ExclusionReason.OUTSIDE_PERIOD);
      assertThat(
              collect(
                      readmission(
                          eligible(
                              "{'from': '2018-03-06', 'to': '2018-03-07', 'sex': ['female'],"
                                  + " 'age': {'from': 67, 'to': 67}, 'history': 'P3Y'}")),
                      FIRST_VISIT,
                      STAY,
                      LATER_VISIT)
                  .examples())
          .hasSize(1);
    }

    private static Consumer<ObjectNode> eligible(String rules) {
      return root -> root.set("eligibility", node(rules));
    }

    @Test
    void ofWhoseAgeNobodyCanTell() {
      Patient sometime = woman();
      sometime.getBirthDateElement().setValueAsString("1950");
      Patient unborn = woman();
      unborn.getBirthDateElement().setValueAsString("2018-03-07");

      excludes(
          collect(readmission(), sometime, FIRST_VISIT, STAY, LATER_VISIT),
          ExclusionReason.AGE_UNKNOWN);
      excludes(
          collect(readmission(), unborn, FIRST_VISIT, STAY, LATER_VISIT), ExclusionReason.NOT_BORN);
    }

    @Test
    void ofARecordThatContradictsItself() {
      Patient man = woman();
      man.setGender(AdministrativeGender.MALE);
      Condition pregnancy = condition("77386006", "2018-02-01T00:00:00Z");

      excludes(
          collect(readmission(), man, FIRST_VISIT, STAY, LATER_VISIT, pregnancy),
          ExclusionReason.CONTRADICTORY);
    }
  }

  @Nested
  class FirstDisease {

    private static final Encounter SEEN_LATE = visit("2021-05-01T09:00:00Z");
    private static final Encounter SEEN_EARLY = visit("2010-05-01T09:00:00Z");

    /** On the first of January 2015. */
    private static TrainingDefinition definition() {
      return Given.definition(
          "cardiometabolic-2y", root -> root.set("index", node("{'day': '2015-01-01'}")));
    }

    @ParameterizedTest
    @CsvSource({
      "2015-01-01T00:00:01Z, 1",
      "2016-07, 1",
      "2017-01-01T00:00:00Z, 1",
      "2017-01-01T00:00:01Z, 0"
    })
    void comesWithinTheHorizon(String onset, double outcome) {
      CollectedPatient patient =
          collect(definition(), SEEN_EARLY, SEEN_LATE, condition("44054006", onset));

      assertThat(patient.examples()).extracting(TrainingExample::outcome).containsExactly(outcome);
    }

    @ParameterizedTest
    @CsvSource({"2014-12-31T23:59:59Z", "1990", "2015", "2015-01-01"})
    void orWasThereBefore(String onset) {
      Condition resolved = condition("44054006", onset);
      resolved.setClinicalStatus(Given.concept("urn:status", "resolved"));

      CollectedPatient patient = collect(definition(), SEEN_EARLY, SEEN_LATE, resolved);

      excludes(patient, ExclusionReason.WASHED_OUT);
      assertThat(patient.flow().washedOut()).containsExactly(Map.entry("outcome-before", 1L));
    }

    @Test
    void aDiseaseWithoutDateMayHaveBeenThere() {
      Condition undated = condition("44054006", "2016");
      undated.setOnset(null);

      excludes(collect(definition(), SEEN_EARLY, SEEN_LATE, undated), ExclusionReason.WASHED_OUT);
    }

    @Test
    void whatWasRefutedNeverWas() {
      Condition refuted = condition("44054006", "2014-01-01");
      refuted.setVerificationStatus(Given.concept("urn:status", "refuted"));

      assertThat(collect(definition(), SEEN_EARLY, SEEN_LATE, refuted).examples())
          .extracting(TrainingExample::outcome)
          .containsExactly(0.0);
    }
  }

  @Nested
  class Numbers {

    /** Systolic pressure within a year, in mm[Hg]. */
    private static TrainingDefinition definition() {
      return Given.readmission(
          root -> {
            root.set(
                "outcome",
                node(
                    "{'id': 'pressure', 'title': {'en': 'p', 'zh': 'p'}, 'horizon': {'value': 1,"
                        + " 'unit': 'a'}, 'value': {'use': 'systolic-blood-pressure', 'as':"
                        + " 'later-pressure', 'aggregate': 'max'}}"));
            root.set("algorithms", node("['linear-regression']"));
          });
    }

    @Test
    void areOfWhatIsMeasuredAfterTheIndexTimeUntilTheHorizon() {
      CollectedPatient patient =
          collect(
              definition(),
              FIRST_VISIT,
              STAY,
              measured("8480-6", "2018-03-06T10:00:00Z", "190", "mm[Hg]"),
              measured("8480-6", "2018-05-01T10:00:00Z", "20", "kPa"),
              measured("8480-6", "2019-03-06T10:00:00Z", "140", "mm[Hg]"),
              measured("8480-6", "2019-03-06T10:00:01Z", "200", "mm[Hg]"));

      assertThat(patient.examples()).hasSize(1);
      // UCUM has 133.322 Pa for 1 mm[Hg].
      assertThat(patient.examples().get(0).outcome()).isCloseTo(20_000 / 133.322, offset(1e-9));
      assertThat(patient.examples().get(0).inputs().values())
          .containsEntry("systolic-blood-pressure", new Quantity(190));
      assertThat(patient.flow().events()).isZero();
    }

    @Test
    void areNotThereWithoutMeasurement() {
      excludes(collect(definition(), FIRST_VISIT, STAY, LATER_VISIT), ExclusionReason.NO_VALUE);
    }
  }
}
