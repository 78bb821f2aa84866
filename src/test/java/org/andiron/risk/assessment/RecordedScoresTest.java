package org.andiron.risk.assessment;

import static org.andiron.risk.assessment.Scored.YESTERDAY;
import static org.andiron.risk.assessment.Scored.score;
import static org.andiron.risk.feature.Given.LOINC;
import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.answered;
import static org.andiron.risk.feature.Given.bloodPressure;
import static org.andiron.risk.feature.Given.concept;
import static org.andiron.risk.feature.Given.encounter;
import static org.andiron.risk.feature.Given.man;
import static org.andiron.risk.feature.Given.measured;
import static org.andiron.risk.feature.Given.observation;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.RefusalReason.Missing;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What shipped models score of whole records, where codes decide. */
class RecordedScoresTest {

  private static Prediction predicted(String model, List<Resource> record) {
    Score score = score(model, record);
    assertThat(score.refusals()).isEmpty();
    return score.predictions().get(0).prediction();
  }

  @Nested
  class EarlyWarning {

    private static final String WHEN = "2026-03-01T10:00:00Z";

    /** All is normal but for a saturation of 90 % on air. */
    private List<Resource> vitalSigns() {
      List<Resource> all = new ArrayList<>();
      all.add(man());
      all.add(measured("9279-1", WHEN, "16", "/min"));
      all.add(measured("59408-5", WHEN, "90", "%"));
      all.add(measured("3151-8", WHEN, "0", "L/min"));
      all.add(bloodPressure(WHEN, "120", "80"));
      all.add(measured("8867-4", WHEN, "70", "/min"));
      all.add(answered("67775-7", WHEN, LOINC, "LA9340-6"));
      all.add(measured("8310-5", WHEN, "37.0", "Cel"));
      return all;
    }

    private Observation saturationScore(String code) {
      Observation score = observation("2708-6", YESTERDAY);
      score.setCode(concept(SNOMED, code));
      return score.setValue(new IntegerType(0));
    }

    @Test
    void takesScaleOneIfNoneIsRecorded() {
      Prediction prediction = predicted("news2", vitalSigns());
      assertThat(prediction.score()).hasValue(3);
      assertThat(prediction.assumed()).contains("spo2-scale");
    }

    @ParameterizedTest
    @CsvSource({"1104311000000102, 3", "1104321000000108, 0"})
    void takesTheScaleThatIsRecorded(String code, double points) {
      List<Resource> record = vitalSigns();
      record.add(saturationScore(code));
      Prediction prediction = predicted("news2", record);
      assertThat(prediction.score()).hasValue(points);
      assertThat(prediction.assumed()).doesNotContain("spo2-scale");
    }

    @Test
    void isNotScoredIfBothScalesAreRecorded() {
      List<Resource> record = vitalSigns();
      record.add(saturationScore("1104311000000102"));
      record.add(saturationScore("1104321000000108"));
      Score score = score("news2", record);
      assertThat(score.isAnswered()).isFalse();
      assertThat(score.refusals())
          .flatExtracting(refusal -> refusal.reasons())
          .containsExactly(new Missing("spo2-scale"));
    }
  }

  @Nested
  class Readmission {

    /** Six days in hospital: 4 points of LACE, 2 of HOSPITAL. */
    private List<Resource> discharged(String level, String priority) {
      Encounter stay = encounter(level, "2026-02-20T09:30:00Z", "2026-02-26T15:00:00Z");
      stay.setPriority(concept("http://terminology.hl7.org/CodeSystem/v3-ActPriority", priority));
      List<Resource> all = new ArrayList<>();
      all.add(man());
      all.add(stay);
      all.add(measured("718-7", "2026-02-25T08:00:00Z", "13", "g/dL"));
      all.add(measured("2951-2", "2026-02-25T08:00:00Z", "140", "mmol/L"));
      return all;
    }

    /** Urgency has 3 points in LACE and 1 in HOSPITAL; the level of care has none. */
    @ParameterizedTest
    @CsvSource({"ACUTE, EL, 4, 2", "ACUTE, UR, 7, 3", "NONAC, EL, 4, 2", "IMP, UR, 7, 3"})
    void isScoredByTheUrgencyAndNotTheLevelOfCare(
        String level, String priority, double lace, double hospital) {
      assertThat(predicted("lace", discharged(level, priority)).score()).hasValue(lace);
      assertThat(predicted("hospital", discharged(level, priority)).score()).hasValue(hospital);
    }

    /** The record begins with the stay, and says nothing of the time before. */
    @Test
    void takesNothingRecordedForNothingAndSaysSo() {
      assertThat(predicted("lace", discharged("IMP", "UR")).assumed())
          .contains("emergency-visits-6-months");
      assertThat(predicted("hospital", discharged("IMP", "UR")).assumed())
          .contains("admissions-12-months");
    }
  }
}
