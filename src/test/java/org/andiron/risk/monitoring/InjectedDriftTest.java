package org.andiron.risk.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.andiron.risk.monitoring.Clinic.Laboratory;
import org.andiron.risk.monitoring.Finding.What;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes in a laboratory are found on the day they begin; clean days raise no alarm. */
class InjectedDriftTest {

  private static final int PATIENTS_A_DAY = 150;
  private static final String CHOLESTEROL = "total-cholesterol";
  private static final Reference REFERENCE = Clinic.reference(new Clinic(1), 5, PATIENTS_A_DAY);

  private static List<String> found(long seed, Laboratory laboratory) {
    DayCounts day = new Clinic(seed).day(PATIENTS_A_DAY, laboratory);
    return Findings.ofDay(REFERENCE, day).stream()
        .map(it -> (it.what().code() + ' ' + it.subject()).strip())
        .toList();
  }

  @Test
  void theReferenceIsOfPatientsWhoAreScored() {
    assertThat(REFERENCE.counts().asked()).isEqualTo(5 * PATIENTS_A_DAY);
    assertThat(REFERENCE.counts().scored()).isEqualTo(REFERENCE.counts().asked());
    assertThat(REFERENCE.counts().refusals()).isEmpty();
    assertThat(REFERENCE.counts().units().get(CHOLESTEROL))
        .containsExactly(Map.entry("mg/dL", 5L * PATIENTS_A_DAY));
    // What is assumed is not there.
    assertThat(REFERENCE.counts().features().get("diabetes").missing())
        .isEqualTo(5 * PATIENTS_A_DAY);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, PATIENTS_A_DAY})
  void thirtyCleanDaysRaiseNoAlarm(int patientsADay) {
    Clinic clinic = new Clinic(2);
    for (int day = 0; day < 30; day++) {
      assertThat(Findings.ofDay(REFERENCE, clinic.day(patientsADay, Laboratory.USUAL)))
          .as("day %d", day)
          .isEmpty();
    }
  }

  @Test
  void anotherUnitIsFoundThoughItIsConverted() {
    assertThat(found(3, Laboratory.OTHER_UNIT)).containsExactly("units " + CHOLESTEROL);
  }

  @Test
  void numbersOfAnotherUnitThanIsWrittenAreFound() {
    assertThat(found(4, Laboratory.WRONG_UNIT))
        .contains("missing " + CHOLESTEROL, "feature " + CHOLESTEROL, "score");
  }

  @Test
  void aUnitThatNobodyCanReadIsFound() {
    assertThat(found(5, Laboratory.NO_UNIT))
        .contains("units " + CHOLESTEROL, "missing " + CHOLESTEROL);
  }

  @Test
  void aNewCodeOfTheLaboratoryIsFound() {
    assertThat(found(6, Laboratory.OTHER_CODE)).contains("missing " + CHOLESTEROL, "score");
  }

  @Test
  void aFifthMissingIsFoundOnTheSameDay() {
    DayCounts day = new Clinic(7).day(PATIENTS_A_DAY, Laboratory.FIFTH_MISSING);
    assertThat(Findings.ofDay(REFERENCE, day))
        .anySatisfy(
            it -> {
              assertThat(it.what()).isEqualTo(What.MISSING);
              assertThat(it.subject()).isEqualTo(CHOLESTEROL);
              assertThat(it.value()).isBetween(0.1, 0.3);
            });
    assertThat(day.refusals()).containsOnlyKeys("missing " + CHOLESTEROL);
  }
}
