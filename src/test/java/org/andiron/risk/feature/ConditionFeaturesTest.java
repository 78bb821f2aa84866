package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.ICD_10_CM;
import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.concept;
import static org.andiron.risk.feature.Given.condition;
import static org.andiron.risk.feature.Given.extract;
import static org.andiron.risk.feature.Given.feature;
import static org.andiron.risk.feature.Given.featureAt;
import static org.andiron.risk.feature.Given.version;
import static org.andiron.risk.feature.Given.woman;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.andiron.risk.model.FeatureValue.Truth;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Diseases, by Conditions and by there being none. */
class ConditionFeaturesTest {

  private static final String TYPE_2 = "44054006";
  private static final String ONSET = "2019-04-02";

  private static Condition diabetes() {
    return condition(SNOMED, TYPE_2, ONSET);
  }

  private static Condition with(String clinicalStatus) {
    Condition condition = diabetes();
    condition.setClinicalStatus(concept("urn:clinical", clinicalStatus));
    return condition;
  }

  private static Condition verified(String verificationStatus) {
    Condition condition = diabetes();
    condition.setVerificationStatus(concept("urn:verification", verificationStatus));
    return condition;
  }

  private static void assertAssumedAbsent(ExtractedFeature feature, IssueCode... issues) {
    assertThat(feature.value()).isEqualTo(new Truth(false));
    assertThat(feature.assumed()).isTrue();
    assertThat(feature.basis()).isEmpty();
    assertThat(feature.issues()).extracting(FeatureIssue::code).containsExactly(issues);
  }

  @Test
  void aDiseaseIsPresentWithItsOnsetAndItsVersion() {
    Condition condition = diabetes();
    ExtractedFeature found = feature("diabetes", condition);
    assertThat(found.value()).isEqualTo(new Truth(true));
    assertThat(found.assumed()).isFalse();
    assertThat(found.date()).isEqualTo(Instant.parse("2019-04-02T00:00:00Z"));
    assertThat(found.basis()).containsExactly(version(condition));
  }

  @Test
  void noRecordIsTakenAsNoneWhereTheDefinitionSaysSo() {
    assertAssumedAbsent(feature("diabetes"));
  }

  @Test
  void noRecordIsMissingWhereItDoesNot() {
    ExtractedFeature found = feature("atrial-fibrillation");
    assertThat(found.found()).isEmpty();
    assertThat(found.missing()).isEqualTo(MissingReason.ABSENT);
  }

  @ParameterizedTest
  @CsvSource({
    "E11.9, true",
    "E119, true",
    "e11.65, true",
    "E10, true",
    "E08.22, true",
    "O24.410, false",
    "E1, false",
    "R73.03, false",
    "E66.9, false"
  })
  void classificationsAreFoundByTheirBeginnings(String code, boolean diabetes) {
    assertThat(feature("diabetes", condition(ICD_10_CM, code, ONSET)).value())
        .isEqualTo(new Truth(diabetes));
  }

  @Test
  void aBeginningInAnotherSystemIsNotMeant() {
    assertAssumedAbsent(feature("diabetes", condition("urn:local", "E11.9", ONSET)));
  }

  @Nested
  class Verification {

    @ParameterizedTest
    @CsvSource({
      "refuted, UNVERIFIED",
      "entered-in-error, STATUS",
      "unconfirmed, UNVERIFIED",
      "provisional, UNVERIFIED",
      "differential, UNVERIFIED"
    })
    void thatDoesNotCount(String status, IssueCode issue) {
      assertAssumedAbsent(feature("diabetes", verified(status)), issue);
    }

    @Test
    void absentCounts() {
      Condition condition = diabetes();
      condition.setVerificationStatus(null);
      assertThat(feature("diabetes", condition).assumed()).isFalse();
    }

    @Test
    void suspectedCountsWhereTheDefinitionSaysSo() {
      Condition infection = condition(ICD_10_CM, "A41.9", "2026-02-28");
      infection.setVerificationStatus(concept("urn:verification", "provisional"));
      assertThat(feature("suspected-infection", infection).value()).isEqualTo(new Truth(true));
      infection.setVerificationStatus(concept("urn:verification", "refuted"));
      assertThat(feature("suspected-infection", infection).found()).isEmpty();
    }
  }

  @Nested
  class ClinicalStatus {

    @ParameterizedTest
    @ValueSource(strings = {"active", "recurrence", "relapse"})
    void thatCounts(String status) {
      assertThat(feature("diabetes", with(status)).assumed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"inactive", "remission", "resolved"})
    void thatDoesNotCount(String status) {
      assertAssumedAbsent(feature("diabetes", with(status)), IssueCode.STATUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "inactive", "remission", "resolved"})
    void ofHistoryCounts(String status) {
      Condition stroke = condition(SNOMED, "230690007", ONSET);
      stroke.setClinicalStatus(concept("urn:clinical", status));
      assertThat(feature("stroke-tia-thromboembolism", stroke).value()).isEqualTo(new Truth(true));
    }

    @Test
    void isThatOfTheTimeAskedForIfTheAbatementTells() {
      Condition resolved = with("resolved");
      resolved.setAbatement(new DateTimeType("2024-01-01"));
      assertAssumedAbsent(feature("diabetes", resolved), IssueCode.STATUS);
      Instant before = Instant.parse("2023-12-31T23:59:59Z");
      assertThat(featureAt(before, "diabetes", resolved).value()).isEqualTo(new Truth(true));
    }

    @Test
    void activeThatAbatedIsOver() {
      Condition over = with("active");
      over.setAbatement(new DateTimeType("2024-01-01"));
      assertAssumedAbsent(feature("diabetes", over), IssueCode.STATUS);
    }
  }

  @Nested
  class Dates {

    @ParameterizedTest
    @CsvSource({
      "2026-03-01T12:00:00Z, true",
      "2026-03-01T11:59:59Z, true",
      "2026-03-01T12:00:01Z, false"
    })
    void ofOnsetAreTakenToTheSecond(String onset, boolean counts) {
      ExtractedFeature found = feature("diabetes", condition(SNOMED, TYPE_2, onset));
      assertThat(found.value()).isEqualTo(new Truth(counts));
      assertThat(found.assumed()).isEqualTo(!counts);
    }

    @Test
    void whatIsRecordedLaterWasNotKnown() {
      Condition condition = diabetes();
      condition.getRecordedDateElement().setValueAsString("2026-03-03");
      assertAssumedAbsent(feature("diabetes", condition), IssueCode.FUTURE);
    }

    /** A day begins in UTC+14; whoever enters a diagnosis in the morning of it is not ahead. */
    @ParameterizedTest
    @CsvSource({
      "2026-03-02, 2026-03-01T09:59:59Z, false",
      "2026-03-02, 2026-03-01T10:00:00Z, true",
      "2026-03-02, 2026-03-01T23:00:00Z, true",
      "2026-04, 2026-03-31T09:59:59Z, false",
      "2026-04, 2026-03-31T10:00:00Z, true",
      "2026-03-02T00:00:00Z, 2026-03-01T23:00:00Z, false"
    })
    void whatIsOfTodaySomewhereOnEarthIsKnown(String day, Instant asOf, boolean counts) {
      Condition condition = condition(SNOMED, TYPE_2, day);
      condition.getRecordedDateElement().setValueAsString(day);
      ExtractedFeature found = featureAt(asOf, "diabetes", condition);
      assertThat(found.value()).isEqualTo(new Truth(counts));
      assertThat(found.date()).isEqualTo(counts ? asOf : null);
    }

    @Test
    void theDateOfRecordingServesWithoutAnOnset() {
      Condition condition = diabetes();
      condition.setOnset(new StringType("as a child"));
      condition.getRecordedDateElement().setValueAsString("2020-01-01");
      assertThat(feature("diabetes", condition).date())
          .isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
    }

    @Test
    void theLastUpdateServesWithoutAnother() {
      Condition condition = diabetes();
      condition.setOnset(null);
      condition.getMeta().setLastUpdated(Date.from(NOW.minusSeconds(1)));
      assertThat(feature("diabetes", condition).value()).isEqualTo(new Truth(true));
      assertAssumedAbsent(featureAt(NOW.minusSeconds(2), "diabetes", condition), IssueCode.FUTURE);
    }

    /** What is there without a date is not absent. */
    @Test
    void withoutAnyNothingIsAssumed() {
      Condition condition = diabetes();
      condition.setOnset(null);
      ExtractedFeature found = feature("diabetes", condition);
      assertThat(found.found()).isEmpty();
      assertThat(found.missing()).isEqualTo(MissingReason.UNUSABLE);
      assertThat(found.mayBeTakenAsAbsent()).isFalse();
      assertThat(found.issues()).extracting(FeatureIssue::code).containsExactly(IssueCode.UNDATED);
    }
  }

  @Test
  void conditionsOfWhichNobodyKnowsTheCodesAreCounted() {
    Condition local = condition("urn:local", "DM", ONSET);
    Condition text = diabetes();
    text.setCode(null);
    Extraction extraction = extract(List.of("diabetes"), List.of(woman(), local, text, diabetes()));
    assertThat(extraction.unmapped()).containsExactly(entry("Condition", 2));
    assertThat(extraction.feature("diabetes").orElseThrow().value()).isEqualTo(new Truth(true));
  }
}
