package org.andiron.risk.assessment;

import static org.andiron.risk.assessment.Conformance.valid;
import static org.andiron.risk.assessment.Scored.YESTERDAY;
import static org.andiron.risk.assessment.Scored.assessed;
import static org.andiron.risk.assessment.Scored.atrialFibrillation;
import static org.andiron.risk.assessment.Scored.discharged;
import static org.andiron.risk.assessment.Scored.pooledCohort;
import static org.andiron.risk.assessment.Scored.prevent;
import static org.andiron.risk.assessment.Scored.score;
import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.measured;
import static org.andiron.risk.feature.Given.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.ResourceVersion;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentPredictionComponent;
import org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentStatus;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskAssessmentTest {

  // Validation takes a while, and nothing changes them.
  private static final RiskAssessment POOLED_COHORT = valid(assessed("pce-2013", pooledCohort()));
  private static final RiskAssessment PREVENT = valid(assessed("prevent-2023", prevent()));

  private static Extension part(RiskAssessmentPredictionComponent prediction, String url) {
    return prediction.getExtensionByUrl(url);
  }

  private static double number(Extension of, String name) {
    return ((DecimalType) of.getExtensionByUrl(name).getValue()).getValue().doubleValue();
  }

  private static RiskAssessmentPredictionComponent prediction(
      RiskAssessment assessment, String outcome) {
    return assessment.getPrediction().stream()
        .filter(it -> codes(it.getOutcome()).anyMatch(outcome::equals))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<String> codes(CodeableConcept concept) {
    return concept.getCoding().stream().map(Coding::getCode);
  }

  /** Contributions of a prediction, added up in the order in which they stand. */
  private static double sum(Extension contributions) {
    return contributions.getExtensionsByUrl("contribution").stream()
        .mapToDouble(it -> number(it, "amount"))
        .sum();
  }

  @Nested
  class OfThePooledCohortEquations {

    private final RiskAssessment assessment = POOLED_COHORT;
    private final RiskAssessmentPredictionComponent prediction = assessment.getPredictionFirstRep();

    @Test
    void saysWhatWasAskedByWhomAndWhen() {
      assertThat(assessment.getStatus()).isEqualTo(RiskAssessmentStatus.FINAL);
      assertThat(assessment.getSubject().getReference()).isEqualTo("Patient/p1");
      assertThat(assessment.getOccurrenceDateTimeType().getValueAsString())
          .isEqualTo(NOW.toString());
      assertThat(codes(assessment.getMethod()))
          .containsExactly(
              "https://andiron.org/risk-models/pce-2013|1.0.0",
              "https://andiron.org/risk-models/pce-2013");
      assertThat(assessment.getPerformer().getReference()).startsWith("Device/risk-pce-2013-");
      assertThat(codes(assessment.getCode())).containsExactly("225338004");
      assertThat(assessment.getIdentifierFirstRep().getValue()).startsWith("urn:uuid:");
    }

    @Test
    void isLabelledAsAssertedBySoftware() {
      assertThat(assessment.getMeta().getSecurity())
          .extracting(Coding::getSystem, Coding::getCode)
          .containsExactly(
              tuple("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "AIAST"));
    }

    /**
     * Goff 2014, example of the supplement: 5.3 %, with its digits in the tests of the equation.
     */
    @Test
    void hasTheProbabilityInPercentAndUnrounded() {
      assertThat(prediction.getProbabilityDecimalType().getValue())
          .isEqualTo(new BigDecimal("5.38"));
      Extension result = part(prediction, RiskVocabulary.RESULT);
      assertThat(number(result, "probability")).isEqualTo(0.05384421997908684);
      assertThat(result.getExtensionByUrl("decimals").getValue().primitiveValue()).isEqualTo("2");
    }

    @Test
    void namesOutcomeTimeAndLevel() {
      assertThat(codes(prediction.getOutcome())).containsExactly("72092001", "ascvd-10y");
      assertThat(prediction.getWhenRange().getLow().getValue()).isEqualByComparingTo("0");
      Quantity end = prediction.getWhenRange().getHigh();
      assertThat(end.getValue()).isEqualByComparingTo("10");
      assertThat(end.getCode()).isEqualTo("a");
      assertThat(end.getSystem()).isEqualTo("http://unitsofmeasure.org");
      assertThat(codes(prediction.getQualitativeRisk())).containsExactly("borderline");
      assertThat(prediction.getQualitativeRisk().getText()).isEqualTo("Borderline");
      assertThat(prediction.hasRelativeRisk()).isFalse();
    }

    @Test
    void namesExactlyTheVersionsThatWereUsed() {
      Score score = score("pce-2013", pooledCohort());
      RiskAssessment of = (RiskAssessment) Scored.ENGLISH.of(score);
      assertThat(of.getBasis())
          .extracting(Reference::getReference)
          .containsExactlyElementsOf(
              score.basis().stream().map(ResourceVersion::reference).toList())
          .allMatch(it -> it.matches("[A-Za-z]+/[^/]+/_history/1"))
          .hasSize(5);
    }

    @Test
    void givesItsReasonsInWords() {
      assertThat(prediction.getRationale())
          .contains("estimated risk 5.4 %", "It is not a diagnosis")
          .doesNotEndWith("\n");
      assertThat(assessment.getText().getDivAsString())
          .contains("estimated risk 5.4", "Intended use", "lang=\"en\"");
    }

    @Test
    void saysWhatItIsForAndWhatItIsNot() {
      assertThat(assessment.getNote())
          .extracting(Annotation::getText)
          .anyMatch(it -> it.startsWith("Intended use: "))
          .anyMatch(it -> it.contains("not a diagnosis"))
          .anyMatch(it -> it.contains("Diabetes, Known cardiovascular disease"));
    }

    @Test
    void flagsEachInputThatWasAssumed() {
      assertThat(assessment.getExtensionsByUrl(RiskVocabulary.INPUT))
          .hasSize(10)
          .filteredOn(
              it -> it.getExtensionByUrl("assumed").getValue().primitiveValue().equals("whole"))
          .extracting(it -> ((Coding) it.getExtensionByUrl("input").getValue()).getCode())
          .containsExactly("antihypertensive-medication", "diabetes", "cardiovascular-disease");
    }
  }

  @Nested
  class OfPrevent {

    private final RiskAssessment assessment = PREVENT;

    /** Table S25 of the supplement; digits as in the tests of the equation. */
    @ParameterizedTest
    @CsvSource({
      "cvd-10y,14.68,0.14683939095644824,10",
      "ascvd-10y,9.20,0.09195089753632865,10",
      "heart-failure-10y,8.06,0.08056096777914262,10",
      "cvd-30y,52.99,0.5298503870635785,30",
      "ascvd-30y,35.43,0.35425519886904105,30",
      "heart-failure-30y,38.96,0.3896022671106631,30"
    })
    void hasAllOutcomes(String outcome, String percent, double probability, int years) {
      RiskAssessmentPredictionComponent prediction = prediction(assessment, outcome);
      assertThat(prediction.getProbabilityDecimalType().getValue())
          .isEqualTo(new BigDecimal(percent));
      assertThat(number(part(prediction, RiskVocabulary.RESULT), "probability"))
          .isCloseTo(probability, within(1e-12));
      assertThat(prediction.getWhenRange().getHigh().getValue().intValueExact()).isEqualTo(years);
    }

    @Test
    void addsContributionsUpToTheLogOdds() {
      for (RiskAssessmentPredictionComponent prediction : assessment.getPrediction()) {
        Extension all = part(prediction, RiskVocabulary.CONTRIBUTIONS);
        assertThat(all.getExtensionByUrl("scale").getValue().primitiveValue())
            .isEqualTo("log-odds");
        double logit = number(all, "predictor");
        assertThat(sum(all)).isCloseTo(logit - number(all, "base"), within(1e-6));
        double probability = number(part(prediction, RiskVocabulary.RESULT), "probability");
        assertThat(StrictMath.log(probability / (1 - probability))).isCloseTo(logit, within(1e-9));
        assertThat(all.getExtensionsByUrl("stratum")).hasSize(1);
      }
    }

    @Test
    void saysOfEachContributionFromWhatValueAndWhereTo() {
      Extension smoking =
          part(prediction(assessment, "cvd-10y"), RiskVocabulary.CONTRIBUTIONS)
              .getExtensionsByUrl("contribution")
              .stream()
              .filter(
                  it ->
                      ((Coding) it.getExtensionByUrl("input").getValue())
                          .getCode()
                          .equals("systolic-blood-pressure"))
              .findFirst()
              .orElseThrow();
      Quantity value = (Quantity) smoking.getExtensionByUrl("value").getValue();
      assertThat(value.getValue()).isEqualByComparingTo("160");
      assertThat(value.getCode()).isEqualTo("mm[Hg]");
      assertThat(((Quantity) smoking.getExtensionByUrl("reference").getValue()).getValue())
          .isEqualByComparingTo("130");
      assertThat(smoking.getExtensionByUrl("direction").getValue().primitiveValue())
          .isEqualTo("raises");
      assertThat(number(smoking, "amount")).isPositive();
    }

    @Test
    void saysWhichOutcomesItWithholdsAndWhy() {
      List<Resource> record = prevent();
      ((Patient) record.get(0)).getBirthDateElement().setValueAsString("1960-01-01");
      RiskAssessment older = valid(assessed("prevent-2023", record));
      assertThat(older.getPrediction()).hasSize(3);
      assertThat(older.getExtensionsByUrl(RiskVocabulary.WITHHELD))
          .hasSize(3)
          .allSatisfy(
              it ->
                  assertThat(it.getExtensionByUrl("reason").getValue().primitiveValue())
                      .contains("66 years", "30 to below 60"));
    }
  }

  @Nested
  class OfScores {

    @Test
    void hasPointsAndNoProbability() {
      RiskAssessment lace = valid(assessed("lace", discharged()));
      RiskAssessmentPredictionComponent prediction = lace.getPredictionFirstRep();
      assertThat(prediction.hasProbability()).isFalse();
      Extension result = part(prediction, RiskVocabulary.RESULT);
      assertThat(((Quantity) result.getExtensionByUrl("score").getValue()).getValue())
          .isEqualByComparingTo("9");
      assertThat(result.getExtensionByUrl("probability")).isNull();
      assertThat(codes(prediction.getQualitativeRisk())).containsExactly("moderate", "moderate");
      assertThat(prediction.getWhenRange().getHigh().getCode()).isEqualTo("d");
      Extension all = part(prediction, RiskVocabulary.CONTRIBUTIONS);
      assertThat(all.getExtensionByUrl("scale").getValue().primitiveValue()).isEqualTo("points");
      assertThat(sum(all)).isEqualTo(9);
    }

    @Test
    void namesTheStay() {
      List<Resource> record = discharged();
      RiskAssessment lace = assessed("lace", record);
      String stay = record.get(1).getIdElement().getIdPart();
      assertThat(lace.getEncounter().getReference()).isEqualTo("Encounter/" + stay);
      assertThat(lace.getBasis())
          .extracting(Reference::getReference)
          .contains("Encounter/" + stay + "/_history/1");
    }

    /** Age 75 and more 2, stroke 2, hypertension 1, female 1. */
    @Test
    void hasPublishedRatesBesideThem() {
      RiskAssessment assessment = valid(assessed("cha2ds2-vasc", atrialFibrillation()));
      RiskAssessmentPredictionComponent prediction = assessment.getPredictionFirstRep();
      Extension result = part(prediction, RiskVocabulary.RESULT);
      assertThat(((Quantity) result.getExtensionByUrl("score").getValue()).getValue())
          .isEqualByComparingTo("6");
      Quantity rate = (Quantity) result.getExtensionByUrl("annualRate").getValue();
      assertThat(rate.getCode()).isEqualTo("/a");
      assertThat(rate.getValue()).isPositive();
      assertThat(prediction.hasProbability()).isFalse();
      assertThat(codes(prediction.getQualitativeRisk())).contains("high");
    }

    @Test
    void hasQuantitiesThatAreNoRisk() {
      List<Resource> record =
          List.of(
              patient("1970-06-15", AdministrativeGender.MALE),
              measured("2160-0", YESTERDAY, "1.2", "mg/dL"));
      RiskAssessment egfr = valid(assessed("ckd-epi-2021", record));
      Extension result = part(egfr.getPredictionFirstRep(), RiskVocabulary.RESULT);
      Quantity quantity = (Quantity) result.getExtensionByUrl("quantity").getValue();
      assertThat(quantity.getValue().doubleValue()).isCloseTo(71.4177959219211, within(1e-9));
      assertThat(quantity.getCode()).isEqualTo("mL/min/{1.73_m2}");
      assertThat(egfr.getPredictionFirstRep().hasProbability()).isFalse();
    }
  }

  @Test
  void isInChineseWhereThatIsAsked() {
    RiskAssessment chinese =
        valid((RiskAssessment) Scored.CHINESE.of(score("pce-2013", pooledCohort())));
    RiskAssessment english = assessed("pce-2013", pooledCohort());
    assertThat(chinese.getLanguage()).isEqualTo("zh-CN");
    assertThat(chinese.getPredictionFirstRep().getRationale()).contains("不是诊断");
    assertThat(chinese.getPredictionFirstRep().getQualitativeRisk().getText()).isEqualTo("临界风险");
    assertThat(chinese.getNoteFirstRep().getText()).startsWith("预期用途");
    assertThat(chinese.getPredictionFirstRep().getProbabilityDecimalType().getValue())
        .isEqualTo(english.getPredictionFirstRep().getProbabilityDecimalType().getValue());
  }

  @Test
  void leavesReasonsOutWhereNobodyAskedForThem() {
    RiskAnswer brief = new RiskAnswer(new AnswerStyle(Language.ENGLISH, false));
    RiskAssessment assessment = valid((RiskAssessment) brief.of(score("pce-2013", pooledCohort())));
    assertThat(assessment.getPredictionFirstRep().hasRationale()).isFalse();
    assertThat(part(assessment.getPredictionFirstRep(), RiskVocabulary.CONTRIBUTIONS)).isNull();
    assertThat(assessment.getText().getDivAsString())
        .contains("estimated risk 5.4", "not a diagnosis")
        .doesNotContain("Levels");
  }

  @Test
  void isNeverRoundedToAnotherLevel(@TempDir Path root) {
    // 5.38442… % with a level that begins at 5.383 %: 5.38 would be below it.
    Scorer scorer =
        Changed.copy(root, "pce-2013")
            .with("model.json", "\"from\": 0.05 ", "\"from\": 0.05383 ")
            .scorer();
    Score score = scorer.score(PatientRecord.of(ID, pooledCohort()), NOW, Scored.TODAY);
    RiskAssessment assessment = valid((RiskAssessment) Scored.ENGLISH.of(score));
    assertThat(codes(assessment.getPredictionFirstRep().getQualitativeRisk()))
        .containsExactly("borderline");
    assertThat(assessment.getPredictionFirstRep().getProbabilityDecimalType().getValue())
        .isEqualByComparingTo("5.384421997908684");
  }

  @Test
  void isTheSameForTheSameScore() {
    List<Resource> record = pooledCohort();
    assertThat(Conformance.json(assessed("pce-2013", record)))
        .isEqualTo(Conformance.json(assessed("pce-2013", record)));
    List<Resource> other = pooledCohort();
    other.add(measured("2093-3", "2026-03-01T08:00:00Z", "214", "mg/dL"));
    assertThat(RiskAnswer.identifier(assessed("pce-2013", other)))
        .isNotEqualTo(RiskAnswer.identifier(assessed("pce-2013", record)));
  }

  @Test
  void ofWhatWasEnteredAgainIsAnother() {
    List<Resource> record = pooledCohort();
    Score once = score("pce-2013", record);
    record.get(1).getMeta().setVersionId("2");
    Score again = score("pce-2013", record);
    assertThat(again.inputHash()).isEqualTo(once.inputHash());
    assertThat(RiskAnswer.identifier(Scored.ENGLISH.of(again)))
        .isNotEqualTo(RiskAnswer.identifier(Scored.ENGLISH.of(once)));
    assertThat(RiskAnswer.identifier(Scored.CHINESE.of(once)))
        .isEqualTo(RiskAnswer.identifier(Scored.ENGLISH.of(once)));
  }

  @Test
  void isForScoresWithAnAnswerAlone() {
    Score none = score("pce-2013", List.of(pooledCohort().get(0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RiskAssessmentFactory(AnswerStyle.of(Language.ENGLISH)).of(none));
  }
}
