package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.CONVERTER;
import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.LIBRARY;
import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.condition;
import static org.andiron.risk.feature.Given.encounter;
import static org.andiron.risk.feature.Given.measured;
import static org.andiron.risk.feature.Given.order;
import static org.andiron.risk.feature.Given.procedure;
import static org.andiron.risk.feature.Given.woman;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way by which something of later could come into a record as it was known at a time. */
class KnownAtTest {

  private static final Instant TIME = Instant.parse("2020-06-15T12:00:00Z");
  private static final String BEFORE = "2020-06-10T08:00:00Z";
  private static final String AFTER = "2020-06-20T08:00:00Z";

  private static PatientRecord known(Recording recording, Resource... resources) {
    List<Resource> all = new ArrayList<>(List.of(resources));
    if (all.stream().noneMatch(Patient.class::isInstance)) {
      all.add(woman());
    }
    return PatientRecord.of(ID, all).knownAt(TIME, recording);
  }

  private static List<String> ids(PatientRecord record, ResourceKind kind) {
    return record.items(kind).stream().map(item -> item.version().id()).toList();
  }

  private static boolean isKnown(Resource resource) {
    return isKnown(Recording.DATES, resource);
  }

  private static boolean isKnown(Recording recording, Resource resource) {
    PatientRecord record = known(recording, resource);
    return !record.items(ResourceKind.of(resource.fhirType()).orElseThrow()).isEmpty();
  }

  private static Optional<FeatureValue> value(String feature, Resource... resources) {
    return new FeatureExtractor(LIBRARY.select(List.of(feature)), CONVERTER)
        .extract(known(Recording.DATES, resources), TIME)
        .vector()
        .get(feature);
  }

  private static <T extends Resource> T updated(T resource, String when) {
    resource.getMeta().setLastUpdated(Date.from(Instant.parse(when)));
    return resource;
  }

  private static CodeableConcept status(String code) {
    return Given.concept("http://terminology.hl7.org/CodeSystem/condition-clinical", code);
  }

  @ParameterizedTest
  @CsvSource({
    "2020-06-15T12:00:00Z, true",
    "2020-06-15T12:00:01Z, false",
    "2020-06-15T14:00:00+02:00, true",
    "2020-06-15T12:00:00-01:00, false",
    "2020-06-14, true",
    "2020-06-15, false",
    "2020-05, true",
    "2020-06, false",
    "2019, true",
    "2020, false"
  })
  void aDateIsKnownIfItsLastInstantIsNotLater(String date, boolean known) {
    assertThat(isKnown(measured("718-7", date, "12", "g/dL"))).isEqualTo(known);
    assertThat(isKnown(condition(SNOMED, "44054006", date))).isEqualTo(known);
    assertThat(isKnown(order("83367", date))).isEqualTo(known);
    assertThat(isKnown(procedure(SNOMED, "302497006", date))).isEqualTo(known);
    assertThat(isKnown(encounter("IMP", date, AFTER))).isEqualTo(known);
  }

  @Test
  void aResultThatIsIssuedLaterIsNot() {
    Observation issuedLater = measured("718-7", BEFORE, "12", "g/dL");
    issuedLater.getIssuedElement().setValueAsString(AFTER);
    Observation issued = measured("718-7", BEFORE, "12", "g/dL");
    issued.getIssuedElement().setValueAsString(BEFORE);

    assertThat(isKnown(issuedLater)).isFalse();
    assertThat(isKnown(issued)).isTrue();
  }

  @Test
  void whatIsMeasuredOverAPeriodIsKnownAtItsEnd() {
    Observation goesOn = measured("718-7", BEFORE, "12", "g/dL");
    goesOn.setEffective(
        new Period()
            .setStartElement(new DateTimeType(BEFORE))
            .setEndElement(new DateTimeType(AFTER)));

    assertThat(isKnown(goesOn)).isFalse();
  }

  @Test
  void aConditionThatIsRecordedLaterIsNotThoughItBeganBefore() {
    Condition late = condition(SNOMED, "44054006", BEFORE);
    late.setRecordedDateElement(new DateTimeType(AFTER));
    Condition inTime = condition(SNOMED, "44054006", BEFORE);
    inTime.setRecordedDateElement(new DateTimeType(BEFORE));

    assertThat(isKnown(late)).isFalse();
    assertThat(isKnown(inTime)).isTrue();
  }

  @Test
  void whatHasNoDateIsAsOldAsItsLastUpdate() {
    Condition undated = condition(SNOMED, "44054006", BEFORE);
    undated.setOnset(null);

    assertThat(isKnown(undated)).isFalse();
    assertThat(isKnown(updated(undated.copy(), BEFORE))).isTrue();
    assertThat(isKnown(updated(undated.copy(), AFTER))).isFalse();
    MedicationRequest order = order("83367", BEFORE);
    order.setAuthoredOnElement(null);
    assertThat(isKnown(updated(order.copy(), BEFORE))).isTrue();
    assertThat(isKnown(updated(order.copy(), AFTER))).isFalse();
  }

  @Test
  void theLastUpdateOfWhatHasDatesMattersIfAskedFor() {
    Observation changed = updated(measured("718-7", BEFORE, "12", "g/dL"), AFTER);
    Observation left = updated(measured("718-7", BEFORE, "12", "g/dL"), BEFORE);
    Observation unknown = measured("718-7", BEFORE, "12", "g/dL");

    assertThat(isKnown(Recording.DATES, changed)).isTrue();
    assertThat(isKnown(Recording.LAST_UPDATE, changed)).isFalse();
    assertThat(isKnown(Recording.LAST_UPDATE, left)).isTrue();
    assertThat(isKnown(Recording.LAST_UPDATE, unknown)).isFalse();
  }

  @Test
  void aDeathOfLaterIsUnknownAndPeopleAreStillAsked() {
    Patient dead = woman();
    dead.setDeceased(new DateTimeType(AFTER));
    dead.setActive(false);

    PatientRecord record = known(Recording.DATES, dead);

    assertThat(record.patient().hasDeceased()).isFalse();
    assertThat(record.patient().hasActive()).isFalse();
    assertThat(record.items(ResourceKind.PATIENT))
        .extracting(item -> ((Patient) item.resource()).hasDeceased())
        .containsExactly(false);
    assertThat(dead.hasDeceased()).as("the record itself is left alone").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resolved", "inactive", "remission", "active"})
  void aConditionThatAbatedLaterIsActive(String now) {
    Condition abated = condition(SNOMED, "44054006", BEFORE);
    abated.setClinicalStatus(status(now));
    abated.setAbatement(new DateTimeType(AFTER));

    assertThat(value("diabetes", abated)).contains(new Truth(true));
  }

  @Test
  void aConditionThatIsOverCountsUntilItIsKnownSinceWhen() {
    Condition over = condition(SNOMED, "44054006", BEFORE);
    over.setClinicalStatus(status("resolved"));

    assertThat(value("diabetes", over)).contains(new Truth(true));
    assertThat(value("diabetes", updated(over.copy(), AFTER))).contains(new Truth(true));
    assertThat(value("diabetes", updated(over.copy(), "2020-06-12T00:00:00Z")))
        .contains(new Truth(false));
    Condition abated = over.copy();
    abated.setAbatement(new DateTimeType("2020-06-12"));
    assertThat(value("diabetes", abated)).contains(new Truth(false));
  }

  @Test
  void aMedicationThatWasStoppedSinceWasActive() {
    MedicationRequest stopped = order("83367", BEFORE);
    stopped.setStatus(MedicationRequestStatus.STOPPED);

    assertThat(value("statin", stopped)).contains(new Truth(true));
    assertThat(value("statin", updated(stopped.copy(), BEFORE))).contains(new Truth(false));
    MedicationRequest error = order("83367", BEFORE);
    error.setStatus(MedicationRequestStatus.ENTEREDINERROR);
    assertThat(value("statin", error)).as("never was").contains(new Truth(false));
  }

  @Test
  void aStatementIsOfWhenItWasMadeAndDoesNotTellItsEnd() {
    MedicationStatement statement = new MedicationStatement();
    statement.setId("s1");
    statement.setSubject(Given.subject());
    statement.setStatus(MedicationStatement.MedicationStatementStatus.COMPLETED);
    statement.setMedication(Given.concept(Given.RXNORM, "83367"));
    statement.setEffective(
        new Period()
            .setStartElement(new DateTimeType(BEFORE))
            .setEndElement(new DateTimeType(AFTER)));
    MedicationStatement assertedLater = statement.copy();
    assertedLater.setDateAssertedElement(new DateTimeType(AFTER));

    assertThat(value("statin", statement)).contains(new Truth(true));
    assertThat(isKnown(assertedLater)).isFalse();
    PatientRecord record = known(Recording.DATES, statement);
    MedicationStatement seen =
        (MedicationStatement) record.items(ResourceKind.MEDICATION_STATEMENT).get(0).resource();
    assertThat(seen.getEffectivePeriod().hasEnd()).isFalse();
  }

  @Test
  void aProcedureThatIsNotOverIsNotDone() {
    Procedure goesOn = procedure(SNOMED, "302497006", BEFORE);
    goesOn.setPerformed(
        new Period()
            .setStartElement(new DateTimeType(BEFORE))
            .setEndElement(new DateTimeType(AFTER)));

    assertThat(isKnown(goesOn)).isFalse();
  }

  @Test
  void aStayThatGoesOnSaysNothingOfItsEnd() {
    Encounter stay = encounter("IMP", BEFORE, AFTER);
    stay.getHospitalization()
        .setDischargeDisposition(Given.concept("urn:x", "exp"))
        .setAdmitSource(Given.concept("http://terminology.hl7.org/CodeSystem/admit-source", "emd"));
    stay.addDiagnosis().setCondition(new Reference("Condition/1"));

    PatientRecord record = known(Recording.DATES, stay);

    Encounter seen = (Encounter) record.items(ResourceKind.ENCOUNTER).get(0).resource();
    assertThat(seen.getPeriod().hasEnd()).isFalse();
    assertThat(seen.getStatus()).isEqualTo(Encounter.EncounterStatus.INPROGRESS);
    assertThat(seen.getHospitalization().hasDischargeDisposition()).isFalse();
    assertThat(seen.getHospitalization().hasAdmitSource()).isTrue();
    assertThat(seen.hasDiagnosis()).isFalse();
    assertThat(value("length-of-stay", stay)).contains(new Quantity(5));
  }

  @Test
  void aStayThatIsOverIsKnownWhole() {
    Encounter stay = encounter("IMP", BEFORE, "2020-06-15T12:00:00Z");
    stay.getHospitalization().setDischargeDisposition(Given.concept("urn:x", "home"));

    PatientRecord record = known(Recording.DATES, stay);

    assertThat(record.items(ResourceKind.ENCOUNTER).get(0).resource()).isSameAs(stay);
  }

  @Test
  void whatIsBetweenIsStrictlyAfterAndUntil() {
    Observation at = measured("718-7", "2020-06-15T12:00:00Z", "12", "g/dL");
    Observation sameDay = measured("718-7", "2020-06-15", "12", "g/dL");
    Observation within = measured("718-7", "2020-06-15T12:00:01Z", "12", "g/dL");
    Observation end = measured("718-7", "2020-06-20T00:00:00Z", "12", "g/dL");
    Observation later = measured("718-7", "2020-06-20T00:00:01Z", "12", "g/dL");

    PatientRecord record =
        PatientRecord.of(ID, List.of(woman(), at, sameDay, within, end, later))
            .between(TIME, Instant.parse("2020-06-20T00:00:00Z"));

    assertThat(ids(record, ResourceKind.OBSERVATION)).containsExactly(within.getId(), end.getId());
  }

  @Test
  void contactsAreWhatWasDoneAndNotWhatWasPlanned() {
    Encounter planned = encounter("AMB", "2030-01-01T00:00:00Z", "2030-01-01T01:00:00Z");
    planned.setStatus(Encounter.EncounterStatus.PLANNED);
    PatientRecord record =
        PatientRecord.of(
            ID,
            List.of(
                woman(),
                planned,
                encounter("IMP", "2019-01-01T00:00:00Z", "2019-01-05T00:00:00Z"),
                measured("718-7", "2018-07-01", "12", "g/dL")));

    assertThat(record.contacts())
        .contains(
            new TimeSpan(
                Instant.parse("2018-07-01T00:00:00Z"), Instant.parse("2019-01-05T00:00:00Z")));
    assertThat(PatientRecord.of(ID, List.of(woman())).contacts()).isEmpty();
  }
}
