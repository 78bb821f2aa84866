package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.LOINC;
import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.UCUM;
import static org.andiron.risk.feature.Given.answered;
import static org.andiron.risk.feature.Given.bloodPressure;
import static org.andiron.risk.feature.Given.concept;
import static org.andiron.risk.feature.Given.feature;
import static org.andiron.risk.feature.Given.featureAt;
import static org.andiron.risk.feature.Given.measured;
import static org.andiron.risk.feature.Given.observation;
import static org.andiron.risk.feature.Given.quantity;
import static org.andiron.risk.feature.Given.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Category;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers in Observations, and whatever can be wrong with them. */
class QuantityFeaturesTest {

  private static final String SODIUM = "2951-2";
  private static final String CREATININE = "2160-0";
  private static final String LAST_WEEK = "2026-02-22T08:00:00Z";
  private static final String YESTERDAY = "2026-02-28T08:00:00Z";

  private static double number(ExtractedFeature feature) {
    return ((FeatureValue.Quantity) feature.found().orElseThrow()).value();
  }

  private static void assertMissing(
      ExtractedFeature feature, MissingReason reason, IssueCode... issues) {
    assertThat(feature.found()).isEmpty();
    assertThat(feature.missing()).isEqualTo(reason);
    assertThat(feature.basis()).isEmpty();
    assertThat(feature.issues()).extracting(FeatureIssue::code).containsExactly(issues);
  }

  @Test
  void theNewestValueIsGivenWithItsDateAndItsVersion() {
    Observation newer = measured(SODIUM, YESTERDAY, "139", "mmol/L");
    newer.getMeta().setVersionId("7");
    ExtractedFeature found = feature("sodium", measured(SODIUM, LAST_WEEK, "131", "mmol/L"), newer);
    assertThat(number(found)).isEqualTo(139);
    assertThat(found.date()).isEqualTo(Instant.parse(YESTERDAY));
    assertThat(found.basis())
        .extracting(ResourceVersion::reference)
        .containsExactly("Observation/" + newer.getIdElement().getIdPart() + "/_history/7");
    assertThat(found.issues()).isEmpty();
    assertThat(found.assumed()).isFalse();
  }

  @Test
  void nothingRecordedIsAbsent() {
    assertMissing(feature("sodium"), MissingReason.ABSENT);
    assertThat(feature("sodium").mayBeTakenAsAbsent()).isTrue();
  }

  @Nested
  class Units {

    @ParameterizedTest
    @CsvSource({
      "88.402, umol/L, 1.0",
      "0.2, mmol/L, 2.26244",
      "1.1, mg/dL, 1.1",
      "11, mg/L, 1.1",
      "0.011, g/L, 1.1"
    })
    void areConverted(String value, String unit, double expected) {
      ExtractedFeature found = feature("creatinine", measured(CREATININE, YESTERDAY, value, unit));
      assertThat(number(found)).isCloseTo(expected, within(1e-3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"µmol/L", "μmol/L", "umol/l"})
    void areReadAsRecordsSpellThem(String unit) {
      Observation spelled = observation(CREATININE, YESTERDAY);
      spelled.setValue(new Quantity().setValue(88.402).setUnit(unit));
      assertThat(number(feature("creatinine", spelled))).isCloseTo(1.0, within(1e-4));
    }

    @Test
    void areReadFromACodeThatIsSpelledSo() {
      Observation spelled = observation("8480-6", YESTERDAY);
      spelled.setValue(quantity("128", "mmHg"));
      assertThat(number(feature("systolic-blood-pressure", spelled))).isEqualTo(128);
    }

    @Test
    void areNotGuessedIfThereIsNone() {
      Observation bare = observation(CREATININE, YESTERDAY);
      bare.setValue(new Quantity().setValue(1.1));
      ExtractedFeature found = feature("creatinine", bare);
      assertMissing(found, MissingReason.UNUSABLE, IssueCode.UNKNOWN_UNIT);
      assertThat(found.mayBeTakenAsAbsent()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mg per dl", "high", "units", "see comment", "mgdL", "\uff4dg/dL"})
    void areNotGuessedFromText(String text) {
      Observation free = observation(CREATININE, YESTERDAY);
      free.setValue(new Quantity().setValue(1.1).setUnit(text));
      assertMissing(feature("creatinine", free), MissingReason.UNUSABLE, IssueCode.UNKNOWN_UNIT);
    }

    @Test
    void ofAnotherSystemAreNotRead() {
      Observation local = observation(CREATININE, YESTERDAY);
      local.setValue(
          new Quantity().setValue(1.1).setUnit("mg/dL").setSystem("urn:local").setCode("MGDL"));
      assertMissing(feature("creatinine", local), MissingReason.UNUSABLE, IssueCode.UNKNOWN_UNIT);
    }

    @Test
    void ofWhichTextAndCodeDifferAreNotRead() {
      Observation twofold = observation(CREATININE, YESTERDAY);
      twofold.setValue(
          new Quantity().setValue(88).setUnit("umol/L").setSystem(UCUM).setCode("mg/dL"));
      assertMissing(feature("creatinine", twofold), MissingReason.UNUSABLE, IssueCode.UNKNOWN_UNIT);
    }

    @Test
    void ofAnotherDimensionAreNotRead() {
      assertMissing(
          feature("creatinine", measured(CREATININE, YESTERDAY, "80", "kg")),
          MissingReason.UNUSABLE,
          IssueCode.WRONG_DIMENSION);
    }

    @Test
    void ofAQuantityOfSubstanceAreNotReadAsPercent() {
      Observation ifcc = measured("4548-4", YESTERDAY, "53", "mmol/mol");
      assertThat(number(feature("hemoglobin-a1c", ifcc))).isCloseTo(7.0, within(0.01));
    }

    @Test
    void mayBeAbsentOfARatio() {
      Observation inr = observation("6301-6", YESTERDAY);
      inr.setValue(new Quantity().setValue(2.5));
      assertThat(number(feature("inr", inr))).isEqualTo(2.5);
      Observation textual = observation("6301-6", YESTERDAY);
      textual.setValue(new Quantity().setValue(2.5).setUnit("INR"));
      assertThat(number(feature("inr", textual))).isEqualTo(2.5);
    }

    @Test
    void ofIntegersAreThoseOfScoresOnly() {
      Observation score = observation("9269-2", "2026-03-01T08:00:00Z");
      score.setValue(new IntegerType(14));
      assertThat(number(feature("glasgow-coma-score", score))).isEqualTo(14);
      Observation sodium = observation(SODIUM, YESTERDAY);
      sodium.setValue(new IntegerType(140));
      assertMissing(feature("sodium", sodium), MissingReason.UNUSABLE, IssueCode.UNKNOWN_UNIT);
    }
  }

  @Nested
  class Ranges {

    @ParameterizedTest
    @CsvSource({
      "potassium, 2823-3, 45, mmol/L",
      "body-mass-index, 39156-5, 3, kg/m2",
      "sodium, 2951-2, 89.99, mmol/L",
      "sodium, 2951-2, 200.01, mmol/L",
      "sodium, 2951-2, -140, mmol/L",
      "sodium, 2951-2, 0, mmol/L"
    })
    void whatNoBodyHasIsRejected(String name, String code, String value, String unit) {
      assertMissing(
          feature(name, measured(code, YESTERDAY, value, unit)),
          MissingReason.UNUSABLE,
          IssueCode.IMPLAUSIBLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"90", "200"})
    void theBoundsBelongToTheRange(String value) {
      assertThat(number(feature("sodium", measured(SODIUM, YESTERDAY, value, "mmol/L"))))
          .isEqualTo(Double.parseDouble(value));
    }

    @Test
    void anEarlierValueIsUsedInTheStead() {
      ExtractedFeature found =
          feature(
              "potassium",
              measured("2823-3", LAST_WEEK, "4.5", "mmol/L"),
              measured("2823-3", YESTERDAY, "45", "mmol/L"));
      assertThat(number(found)).isEqualTo(4.5);
      assertThat(found.issues())
          .extracting(FeatureIssue::code)
          .containsExactly(IssueCode.IMPLAUSIBLE);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "1e308",
          "-1e308",
          "1e400",
          "-1e999999",
          "4.9e-324",
          "1e-400",
          "-0",
          "-0.0",
          "1e2147483647"
        })
    void numbersAtTheEdgeOfNumbersAreRejected(String value) {
      Observation extreme = observation(SODIUM, YESTERDAY);
      extreme.setValue(quantity("1", "mmol/L").setValue(new BigDecimal(value)));
      ExtractedFeature found = feature("sodium", extreme);
      assertThat(found.found()).isEmpty();
      assertThat(found.missing()).isEqualTo(MissingReason.UNUSABLE);
    }

    @Test
    void numbersOfMoreDigitsThanAnybodyMeasuresAreRejected() {
      Observation endless = observation(SODIUM, YESTERDAY);
      BigDecimal digits = new BigDecimal("140." + "1".repeat(100_000));
      endless.setValue(quantity("1", "mmol/L").setValue(digits));
      assertMissing(feature("sodium", endless), MissingReason.UNUSABLE, IssueCode.NOT_FINITE);
    }

    @Test
    void zeroHasNoSign() {
      Observation none = measured("3151-8", "2026-03-01T08:00:00Z", "-0.0", "L/min");
      double flow = number(feature("inhaled-oxygen-flow", none));
      assertThat(Double.doubleToRawLongBits(flow)).isZero();
    }
  }

  @Nested
  class Times {

    @ParameterizedTest
    @CsvSource({
      // the window of vital signs is 24 hours
      "2026-02-28T12:00:01Z, true",
      "2026-02-28T12:00:00Z, true",
      "2026-02-28T11:59:59Z, false",
      "2026-03-01T12:00:00Z, true",
      "2026-03-01T11:59:59Z, true",
      "2026-03-01T12:00:01Z, false"
    })
    void areTakenToTheSecond(String when, boolean used) {
      ExtractedFeature found = feature("heart-rate", measured("8867-4", when, "72", "/min"));
      assertThat(found.found().isPresent()).isEqualTo(used);
    }

    @Test
    void whatIsTooOldIsStale() {
      assertMissing(
          feature("heart-rate", measured("8867-4", LAST_WEEK, "72", "/min")),
          MissingReason.STALE,
          IssueCode.STALE);
    }

    @Test
    void oldValuesBesideANewOneAreNoIssue() {
      ExtractedFeature found =
          feature(
              "heart-rate",
              measured("8867-4", LAST_WEEK, "72", "/min"),
              measured("8867-4", "2026-03-01T08:00:00Z", "80", "/min"));
      assertThat(number(found)).isEqualTo(80);
      assertThat(found.issues()).isEmpty();
    }

    @Test
    void whatIsLaterIsNotKnown() {
      assertMissing(
          feature("sodium", measured(SODIUM, "2026-03-01T12:00:01Z", "139", "mmol/L")),
          MissingReason.ABSENT,
          IssueCode.FUTURE);
    }

    @Test
    void whatIsIssuedLaterIsNotKnown() {
      Observation pending = measured(SODIUM, YESTERDAY, "139", "mmol/L");
      pending.setIssuedElement(new InstantType("2026-03-01T12:00:01Z"));
      assertMissing(feature("sodium", pending), MissingReason.ABSENT, IssueCode.FUTURE);
      pending.setIssuedElement(new InstantType("2026-03-01T12:00:00Z"));
      assertThat(number(feature("sodium", pending))).isEqualTo(139);
    }

    @Test
    void whatHasNoDateIsNotUsed() {
      Observation undated = measured(SODIUM, YESTERDAY, "139", "mmol/L");
      undated.setEffective(null);
      assertMissing(feature("sodium", undated), MissingReason.UNUSABLE, IssueCode.UNDATED);
    }

    @Test
    void zonesAreHeeded() {
      assertThat(
              feature("heart-rate", measured("8867-4", "2026-03-01T14:00:00+02:00", "72", "/min"))
                  .date())
          .isEqualTo(NOW);
      assertThat(
              feature("heart-rate", measured("8867-4", "2026-03-01T14:00:01+02:00", "72", "/min"))
                  .found())
          .isEmpty();
    }

    @Test
    void aDayIsItsFirstInstant() {
      ExtractedFeature found = feature("sodium", measured(SODIUM, "2026-02-27", "139", "mmol/L"));
      assertThat(found.date()).isEqualTo(Instant.parse("2026-02-27T00:00:00Z"));
      assertThat(feature("sodium", measured(SODIUM, "2026-02", "139", "mmol/L")).date())
          .isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
    }

    @Test
    void ofAPeriodTheEndCounts() {
      Observation over = measured(SODIUM, YESTERDAY, "139", "mmol/L");
      Period period = new Period();
      period.getStartElement().setValueAsString(LAST_WEEK);
      period.getEndElement().setValueAsString(YESTERDAY);
      over.setEffective(period);
      assertThat(feature("sodium", over).date()).isEqualTo(Instant.parse(YESTERDAY));
    }

    @Test
    void theSameRecordGivesEarlierValuesEarlier() {
      Observation before = measured(SODIUM, "2024-05-01", "131", "mmol/L");
      Observation after = measured(SODIUM, "2024-05-03", "139", "mmol/L");
      Instant between = Instant.parse("2024-05-02T00:00:00Z");
      assertThat(number(featureAt(between, "sodium", before, after))).isEqualTo(131);
      assertThat(number(featureAt(between.plusSeconds(86_400), "sodium", before, after)))
          .isEqualTo(139);
    }
  }

  @Nested
  class Statuses {

    @ParameterizedTest
    @EnumSource(
        value = ObservationStatus.class,
        names = {"REGISTERED", "PRELIMINARY", "CANCELLED", "ENTEREDINERROR", "UNKNOWN"})
    void thatDoNotCount(ObservationStatus status) {
      Observation observation = measured(SODIUM, YESTERDAY, "139", "mmol/L");
      observation.setStatus(status);
      assertMissing(feature("sodium", observation), MissingReason.ABSENT, IssueCode.STATUS);
    }

    @ParameterizedTest
    @EnumSource(
        value = ObservationStatus.class,
        names = {"FINAL", "AMENDED", "CORRECTED"})
    void thatCount(ObservationStatus status) {
      Observation observation = measured(SODIUM, YESTERDAY, "139", "mmol/L");
      observation.setStatus(status);
      assertThat(number(feature("sodium", observation))).isEqualTo(139);
    }

    @Test
    void aValueSaidToBeAbsentIsNone() {
      Observation absent = measured(SODIUM, YESTERDAY, "139", "mmol/L");
      absent.setDataAbsentReason(concept("urn:absent", "error"));
      assertMissing(feature("sodium", absent), MissingReason.ABSENT, IssueCode.DATA_ABSENT);
    }

    @Test
    void norIsThatOfAComponent() {
      Observation panel = bloodPressure("2026-02-28", "120", "80");
      panel.getComponentFirstRep().setDataAbsentReason(concept("urn:absent", "error"));
      assertMissing(
          feature("systolic-blood-pressure", panel), MissingReason.ABSENT, IssueCode.DATA_ABSENT);
      assertThat(number(feature("diastolic-blood-pressure", panel))).isEqualTo(80);
    }

    @Test
    void textIsNeverANumber() {
      Observation text = observation(SODIUM, YESTERDAY);
      for (String value :
          List.of("139", "139 mmol/L", "\uff11\uff13\uff19", "\u0661\u0663\u0669")) {
        text.setValue(new StringType(value));
        assertMissing(feature("sodium", text), MissingReason.ABSENT, IssueCode.NO_VALUE);
      }
    }
  }

  @Nested
  class Bounds {

    @ParameterizedTest
    @EnumSource(
        value = QuantityComparator.class,
        names = {"LESS_THAN", "LESS_OR_EQUAL", "GREATER_THAN", "GREATER_OR_EQUAL"})
    void areNotUsed(QuantityComparator comparator) {
      Observation bound = observation(SODIUM, YESTERDAY);
      bound.setValue(quantity("139", "mmol/L").setComparator(comparator));
      assertMissing(feature("sodium", bound), MissingReason.UNUSABLE, IssueCode.COMPARATOR);
    }

    @Test
    void areTakenAndFlaggedWhereTheDefinitionSaysSo() {
      Observation bound = observation("9318-7", YESTERDAY);
      bound.setValue(quantity("5", "mg/g").setComparator(QuantityComparator.LESS_THAN));
      ExtractedFeature found = feature("urine-albumin-creatinine-ratio", bound);
      assertThat(number(found)).isEqualTo(5);
      assertThat(found.issues()).extracting(FeatureIssue::code).containsExactly(IssueCode.CENSORED);
    }
  }

  @Nested
  class Ties {

    @Test
    void twoValuesOfTheSameTimeThatDifferAreRefused() {
      Observation one = measured(SODIUM, YESTERDAY, "139", "mmol/L");
      Observation other = measured(SODIUM, YESTERDAY, "141", "mmol/L");
      ExtractedFeature found = feature("sodium", one, other);
      assertMissing(found, MissingReason.CONTRADICTORY, IssueCode.CONTRADICTORY);
      assertThat(found.issues().get(0).count()).isEqualTo(2);
      assertThat(found.mayBeTakenAsAbsent()).isFalse();
    }

    @Test
    void theSameInAnotherUnitDoesNotDiffer() {
      Observation one = measured(CREATININE, YESTERDAY, "1", "mg/dL");
      Observation other = measured(CREATININE, YESTERDAY, "10", "mg/L");
      ExtractedFeature found = feature("creatinine", one, other);
      assertThat(number(found)).isCloseTo(1, within(1e-9));
      assertThat(found.basis()).containsExactlyInAnyOrder(version(one), version(other));
    }

    @Test
    void ofBloodPressureTheMeanIsTaken() {
      ExtractedFeature found =
          feature(
              "systolic-blood-pressure",
              bloodPressure("2026-02-28", "150", "90"),
              bloodPressure("2026-02-28", "140", "86"),
              bloodPressure("2026-02-28", "136", "84"));
      assertThat(number(found)).isCloseTo(142, within(1e-9));
      assertThat(found.basis()).hasSize(3);
    }
  }

  @Nested
  class Codes {

    @Test
    void ofWhichTwoMeanDifferentThingsAreAmbiguous() {
      Observation both = measured("2093-3", YESTERDAY, "193", "mg/dL");
      both.getCode().addCoding().setSystem(LOINC).setCode("2085-9");
      assertMissing(
          feature("total-cholesterol", both), MissingReason.UNUSABLE, IssueCode.AMBIGUOUS_CODE);
    }

    @Test
    void thatAreNotInTheSetAreNotMeant() {
      assertMissing(
          feature("sodium", measured("2955-3", YESTERDAY, "60", "mmol/L")), // in urine
          MissingReason.ABSENT);
    }

    @Test
    void areNotMeantInAnotherSystem() {
      Observation other = measured(SODIUM, YESTERDAY, "139", "mmol/L");
      other.setCode(concept("urn:local", SODIUM));
      assertMissing(feature("sodium", other), MissingReason.ABSENT);
    }

    @Test
    void beyondThoseMeantAreNoHarm() {
      Observation translated = measured(SODIUM, YESTERDAY, "139", "mmol/L");
      translated.getCode().addCoding().setSystem("urn:local").setCode("NA");
      assertThat(number(feature("sodium", translated))).isEqualTo(139);
    }

    @Test
    void ofComponentsAreThoseOfThePanel() {
      ExtractedFeature found =
          feature("diastolic-blood-pressure", bloodPressure("2026-02-28", "128", "82"));
      assertThat(number(found)).isEqualTo(82);
    }
  }

  @Nested
  class Answers {

    private static final String SCALE_1 = "1104311000000102";
    private static final String SCALE_2 = "1104321000000108";

    @ParameterizedTest
    @CsvSource({
      "449868002, true",
      "428041000124106, true",
      "8517006, false",
      "266919005, false",
      "428071000124103, true",
      "428061000124105, true"
    })
    void ofUsCoreToSmoking(String code, boolean smokes) {
      ExtractedFeature found =
          feature("current-smoker", answered("72166-2", YESTERDAY, SNOMED, code));
      assertThat(found.value()).isEqualTo(new FeatureValue.Truth(smokes));
    }

    /** Unknown, and of one who has smoked whether that is so now. */
    @ParameterizedTest
    @CsvSource({
      "http://snomed.info/sct, 266927001",
      "http://snomed.info/sct, 77176002",
      "http://loinc.org, LA18979-7",
      "http://loinc.org, LA18980-5"
    })
    void thatTellNothingAreCountedAndMissing(String system, String code) {
      assertMissing(
          feature("current-smoker", answered("72166-2", YESTERDAY, system, code)),
          MissingReason.UNUSABLE,
          IssueCode.UNMAPPED_VALUE);
    }

    @Test
    void thatDifferAtTheSameTimeAreRefused() {
      assertMissing(
          feature(
              "current-smoker",
              answered("72166-2", YESTERDAY, SNOMED, "449868002"),
              answered("72166-2", YESTERDAY, SNOMED, "266919005")),
          MissingReason.CONTRADICTORY,
          IssueCode.CONTRADICTORY);
    }

    @Test
    void theNewestHolds() {
      ExtractedFeature found =
          feature(
              "current-smoker",
              answered("72166-2", YESTERDAY, SNOMED, "8517006"),
              answered("72166-2", "2025-02-28", SNOMED, "449868002"));
      assertThat(found.value()).isEqualTo(new FeatureValue.Truth(false));
    }

    @ParameterizedTest
    @CsvSource({
      "http://loinc.org, LA9340-6, alert",
      "http://loinc.org, LA6560-2, confusion",
      "http://snomed.info/sct, 300202002, voice",
      "http://snomed.info/sct, 450847001, pain",
      "http://loinc.org, LA9343-0, unresponsive"
    })
    void ofConsciousnessAreCategories(String system, String code, String category) {
      Observation answer = answered("67775-7", "2026-03-01T10:00:00Z", system, code);
      assertThat(feature("consciousness", answer).value())
          .isEqualTo(new FeatureValue.Category(category));
      assertThat(feature("altered-mentation", answer).value())
          .isEqualTo(new FeatureValue.Truth(!category.equals("alert")));
    }

    @Test
    void ofSaturationAreOfTheScaleByWhichItWasScoredLast() {
      Observation one = score(SCALE_1, "2026-02-20T10:00:00Z");
      Observation two = score(SCALE_2, "2026-02-21T10:00:00Z");
      assertThat(feature("spo2-scale", one, two).value()).isEqualTo(new Category("2"));
      two.setEffective(new DateTimeType("2026-02-19T10:00:00Z"));
      assertThat(feature("spo2-scale", one, two).value()).isEqualTo(new Category("1"));
      two.setEffective(new DateTimeType("2026-02-20T10:00:00Z"));
      assertMissing(
          feature("spo2-scale", one, two), MissingReason.CONTRADICTORY, IssueCode.CONTRADICTORY);
    }

    @Test
    void ofSaturationInAPanelAreOfTheScaleWhoseScoreIsThere() {
      Observation panel = observation("2708-6", YESTERDAY);
      panel.setCode(concept(SNOMED, "1104051000000101"));
      panel
          .addComponent()
          .setCode(concept(SNOMED, SCALE_1))
          .setDataAbsentReason(
              concept(
                  "http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-applicable"));
      assertThat(feature("spo2-scale", panel).mayBeTakenAsAbsent()).isTrue();
      panel.addComponent().setCode(concept(SNOMED, SCALE_2));
      assertThat(feature("spo2-scale", panel).mayBeTakenAsAbsent()).isTrue();
      panel.getComponent().get(1).setValue(new Ratio());
      assertThat(feature("spo2-scale", panel).mayBeTakenAsAbsent()).isTrue();
      panel.getComponent().get(1).setValue(new IntegerType(0));
      assertThat(feature("spo2-scale", panel).value()).isEqualTo(new Category("2"));
    }

    @Test
    void ofSaturationThatAreMissingOrOldTellNoScale() {
      Observation none = score(SCALE_2, YESTERDAY);
      none.setValue(null);
      none.setDataAbsentReason(
          concept("http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-performed"));
      assertThat(feature("spo2-scale", none).mayBeTakenAsAbsent()).isTrue();
      Observation old = score(SCALE_2, "2025-02-28");
      assertMissing(feature("spo2-scale", old), MissingReason.STALE, IssueCode.STALE);
    }

    private static Observation score(String code, String when) {
      Observation score = observation("2708-6", when);
      score.setCode(concept(SNOMED, code));
      return score.setValue(new IntegerType(0));
    }
  }
}
