package org.andiron.risk.model;

import static org.andiron.risk.model.Shipped.inputs;
import static org.andiron.risk.model.Shipped.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadmissionScoresTest {

  /** Van Walraven 2010, Table 3. */
  @Nested
  class Lace {

    private static final FeatureVector NOTHING =
        inputs(
            "age", 50,
            "length-of-stay", 0,
            "acute-admission", false,
            "charlson-index", 0,
            "emergency-visits-6-months", 0);

    @ParameterizedTest
    @CsvSource({"0,0", "0.9,0", "1,1", "2,2", "3,3", "4,4", "6,4", "7,5", "13,5", "14,7", "100,7"})
    void countsLengthOfStay(double days, double points) {
      assertThat(score(with(NOTHING, "length-of-stay", days))).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,2", "3,3", "4,5", "12,5"})
    void countsComorbidities(double index, double points) {
      assertThat(score(with(NOTHING, "charlson-index", index))).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,2", "3,3", "4,4", "9,4"})
    void countsEmergencyVisits(double visits, double points) {
      assertThat(score(with(NOTHING, "emergency-visits-6-months", visits))).isEqualTo(points);
    }

    @Test
    void goesUpTo19() {
      FeatureVector all =
          with(
              NOTHING,
              "length-of-stay",
              14,
              "acute-admission",
              true,
              "charlson-index",
              4,
              "emergency-visits-6-months",
              4);
      assertThat(score(all)).isEqualTo(19);
    }

    /** Stay of 5 days, acute, index 5, two visits: documented as 14 by the R package cliot. */
    @Test
    void givesTheExampleOfASecondSource() {
      FeatureVector person =
          with(
              NOTHING,
              "length-of-stay",
              5,
              "acute-admission",
              true,
              "charlson-index",
              5,
              "emergency-visits-6-months",
              2);
      assertThat(score(person)).isEqualTo(14);
      assertThat(Shipped.level("lace", "death-or-readmission-30d", person)).isEqualTo("high");
    }

    @Test
    void hasNoProbabilityAsItsTableIsNotConfirmed() {
      assertThat(Shipped.predicted("lace", "death-or-readmission-30d", NOTHING).probability())
          .isEmpty();
    }

    private static double score(FeatureVector person) {
      return Shipped.score("lace", "death-or-readmission-30d", person);
    }
  }

  /** Donze 2016, Tables 1 and 3. */
  @Nested
  class Hospital {

    private static final FeatureVector NOTHING =
        inputs(
            "age", 50,
            "hemoglobin", 12,
            "oncology-discharge", false,
            "sodium", 135,
            "procedure-during-stay", false,
            "acute-admission", false,
            "admissions-12-months", 1,
            "length-of-stay", 4);

    @Test
    void countsEachItem() {
      assertThat(score(NOTHING)).isZero();
      assertThat(score(with(NOTHING, "hemoglobin", 11.9))).isEqualTo(1);
      assertThat(score(with(NOTHING, "oncology-discharge", true))).isEqualTo(2);
      assertThat(score(with(NOTHING, "sodium", 134.9))).isEqualTo(1);
      assertThat(score(with(NOTHING, "procedure-during-stay", true))).isEqualTo(1);
      assertThat(score(with(NOTHING, "acute-admission", true))).isEqualTo(1);
      assertThat(score(with(NOTHING, "length-of-stay", 5))).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "2,2", "5,2", "6,5", "30,5"})
    void countsAdmissions(double admissions, double points) {
      assertThat(score(with(NOTHING, "admissions-12-months", admissions))).isEqualTo(points);
    }

    @Test
    void goesUpTo13() {
      FeatureVector all =
          with(
              NOTHING,
              "hemoglobin",
              8,
              "oncology-discharge",
              true,
              "sodium",
              130,
              "procedure-during-stay",
              true,
              "acute-admission",
              true,
              "admissions-12-months",
              6,
              "length-of-stay",
              9);
      assertThat(score(all)).isEqualTo(13);
      assertThat(probability(all)).isEqualTo(0.228);
    }

    @Test
    void hasTheProbabilityOfItsCategory() {
      FeatureVector four = with(NOTHING, "oncology-discharge", true, "length-of-stay", 5);
      assertThat(probability(NOTHING)).isEqualTo(0.058);
      assertThat(probability(four)).isEqualTo(0.058);
      assertThat(probability(with(four, "acute-admission", true))).isEqualTo(0.119);
      assertThat(probability(with(four, "acute-admission", true, "sodium", 130))).isEqualTo(0.119);
      assertThat(probability(with(four, "acute-admission", true, "sodium", 130, "hemoglobin", 9)))
          .isEqualTo(0.228);
    }

    private static double probability(FeatureVector person) {
      return Shipped.probability("hospital", "readmission-30d", person);
    }

    private static double score(FeatureVector person) {
      return Shipped.score("hospital", "readmission-30d", person);
    }
  }
}
