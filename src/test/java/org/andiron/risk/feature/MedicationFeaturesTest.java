package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.RXNORM;
import static org.andiron.risk.feature.Given.concept;
import static org.andiron.risk.feature.Given.extract;
import static org.andiron.risk.feature.Given.feature;
import static org.andiron.risk.feature.Given.identified;
import static org.andiron.risk.feature.Given.order;
import static org.andiron.risk.feature.Given.subject;
import static org.andiron.risk.feature.Given.version;
import static org.andiron.risk.feature.Given.woman;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.andiron.risk.model.FeatureValue.Truth;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.MedicationStatement.MedicationStatementStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Medications, by what is ordered and what is said to be taken. */
class MedicationFeaturesTest {

  private static final String WHEN = "2025-10-01";
  private static final String ATORVASTATIN = "83367";
  private static final String SIMVASTATIN_20 = "312961";

  private static MedicationStatement statement(String rxnorm) {
    MedicationStatement statement = identified(new MedicationStatement());
    statement.setSubject(subject());
    statement.setStatus(MedicationStatementStatus.ACTIVE);
    statement.setMedication(concept(RXNORM, rxnorm));
    statement.setEffective(new DateTimeType(WHEN));
    return statement;
  }

  private static void assertNotTaken(ExtractedFeature feature, IssueCode... issues) {
    assertThat(feature.value()).isEqualTo(new Truth(false));
    assertThat(feature.assumed()).isTrue();
    assertThat(feature.issues()).extracting(FeatureIssue::code).containsExactly(issues);
  }

  @ParameterizedTest
  @CsvSource({
    "statin, 83367",
    "statin, 312961",
    "antihypertensive-treatment, 29046",
    "antihypertensive-treatment, 314076",
    "antihypertensive-treatment, 310798",
    "antihypertensive-treatment, 866412",
    "antihypertensive-treatment, 17767",
    "antihypertensive-treatment, 866436",
    "antihypertensive-treatment, 197381",
    "antihypertensive-treatment, 197499",
    "antihypertensive-treatment, 597977",
    "statin, 597977",
    "antiplatelet-or-nsaid, 1191",
    "antiplatelet-or-nsaid, 309362",
    "antiplatelet-or-nsaid, 5640",
    "antiplatelet-or-nsaid, 849574",
    "antiplatelet-or-nsaid, 1116635",
    "antiplatelet-or-nsaid, 198014",
    "glucose-lowering-treatment, 6809",
    "glucose-lowering-treatment, 274783",
    "anticoagulant, 11289",
    "anticoagulant, 1364430",
    "anticoagulant, 1364445",
    "anticoagulant, 855288",
    "on-vitamin-k-antagonist, 855288",
    "on-vitamin-k-antagonist, 855296"
  })
  void classesAreFoundByIngredientAndByDrug(String name, String rxnorm) {
    MedicationRequest order = order(rxnorm, WHEN);
    ExtractedFeature found = feature(name, order);
    assertThat(found.value()).isEqualTo(new Truth(true));
    assertThat(found.basis()).containsExactly(version(order));
    assertThat(feature(name, statement(rxnorm)).value()).isEqualTo(new Truth(true));
  }

  @Test
  void noneIsAssumedWithoutARecord() {
    assertNotTaken(feature("statin", order("29046", WHEN)));
  }

  @ParameterizedTest
  @EnumSource(
      value = MedicationRequestStatus.class,
      names = {"ONHOLD", "CANCELLED", "COMPLETED", "ENTEREDINERROR", "STOPPED", "DRAFT", "UNKNOWN"})
  void statusesThatDoNotCount(MedicationRequestStatus status) {
    MedicationRequest order = order(ATORVASTATIN, WHEN);
    order.setStatus(status);
    assertNotTaken(feature("statin", order), IssueCode.STATUS);
  }

  @Test
  void whatWasEverOrderedCountsForEver() {
    MedicationRequest order = order("29046", "2011-01-01");
    order.setStatus(MedicationRequestStatus.STOPPED);
    assertNotTaken(feature("antihypertensive-treatment", order), IssueCode.STATUS);
    assertThat(feature("antihypertensive-treatment-ever", order).value())
        .isEqualTo(new Truth(true));
  }

  @Test
  void anOrderNotToTakeItIsNone() {
    MedicationRequest order = order(ATORVASTATIN, WHEN);
    order.setDoNotPerform(true);
    assertNotTaken(feature("statin", order), IssueCode.STATUS);
  }

  @Test
  void aProposalIsNoOrder() {
    MedicationRequest order = order(ATORVASTATIN, WHEN);
    order.setIntent(MedicationRequestIntent.PROPOSAL);
    assertNotTaken(feature("statin", order), IssueCode.STATUS);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00Z, true",
    "2026-03-01T12:00:01Z, false",
    "2026-03-01T11:59:59Z, true"
  })
  void ordersAreTakenToTheSecond(String authored, boolean counts) {
    assertThat(feature("statin", order(ATORVASTATIN, authored)).assumed()).isEqualTo(!counts);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T11:59:59Z, false",
    "2026-03-01T12:00:00Z, true",
    "2026-03-01, true",
    "2026-02-28, false"
  })
  void anOrderThatHasRunOutDoesNotCount(String until, boolean counts) {
    MedicationRequest order = order(ATORVASTATIN, WHEN);
    order.getDispenseRequest().getValidityPeriod().getEndElement().setValueAsString(until);
    assertThat(feature("statin", order).assumed()).isEqualTo(!counts);
  }

  @Test
  void aStatementThatIsOverDoesNotCount() {
    MedicationStatement over = statement(ATORVASTATIN);
    Period period = new Period();
    period.getStartElement().setValueAsString("2020-01-01");
    period.getEndElement().setValueAsString("2021-01-01");
    over.setEffective(period);
    assertNotTaken(feature("statin", over), IssueCode.STATUS);
  }

  @Test
  void anUndatedOrderLeavesItOpen() {
    MedicationRequest undated = order(ATORVASTATIN, WHEN);
    undated.setAuthoredOnElement(null);
    ExtractedFeature found = feature("statin", undated);
    assertThat(found.missing()).isEqualTo(MissingReason.UNUSABLE);
  }

  @Nested
  class Referred {

    private MedicationRequest referring(String reference) {
      MedicationRequest order = order(ATORVASTATIN, WHEN);
      order.setMedication(new Reference(reference));
      return order;
    }

    private Medication medication(String id) {
      Medication medication = new Medication();
      medication.setId(id);
      medication.setCode(concept(RXNORM, SIMVASTATIN_20));
      return medication;
    }

    @ParameterizedTest
    @CsvSource({
      "m1, Medication/m1",
      "m1, Medication/m1/_history/3",
      "urn:uuid:b6a5f3d0-1111-4111-8111-000000000001, urn:uuid:b6a5f3d0-1111-4111-8111-000000000001"
    })
    void toAMedicationOfTheRecord(String id, String reference) {
      assertThat(feature("statin", referring(reference), medication(id)).value())
          .isEqualTo(new Truth(true));
    }

    @Test
    void toAContainedMedication() {
      MedicationRequest order = referring("#m1");
      order.addContained(medication("m1"));
      assertThat(feature("statin", order).value()).isEqualTo(new Truth(true));
    }

    @Test
    void toIngredients() {
      Medication mixed = new Medication();
      mixed.setId("m1");
      mixed.addIngredient().setItem(concept(RXNORM, ATORVASTATIN));
      assertThat(feature("statin", referring("Medication/m1"), mixed).value())
          .isEqualTo(new Truth(true));
    }

    @Test
    void toWhatIsNotThereIsReportedAndCounted() {
      MedicationRequest order = referring("Medication/gone");
      assertNotTaken(feature("statin", order), IssueCode.UNRESOLVED_REFERENCE);
      assertThat(extract(List.of("statin"), List.of(woman(), order)).unmapped())
          .containsEntry("MedicationRequest", 1);
    }
  }
}
