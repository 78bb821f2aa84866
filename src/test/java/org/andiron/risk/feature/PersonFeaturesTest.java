package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.concept;
import static org.andiron.risk.feature.Given.condition;
import static org.andiron.risk.feature.Given.feature;
import static org.andiron.risk.feature.Given.featureAt;
import static org.andiron.risk.feature.Given.identified;
import static org.andiron.risk.feature.Given.patient;
import static org.andiron.risk.feature.Given.subject;
import static org.andiron.risk.feature.Given.woman;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.TimeZone;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the patient is, and the family. */
class PersonFeaturesTest {

  private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/";

  private static Patient withBirthSex(String code, AdministrativeGender gender) {
    Patient patient = patient("1971-06-15", gender);
    patient.addExtension(new Extension(US_CORE + "us-core-birthsex", new CodeType(code)));
    return patient;
  }

  private static Patient ofRaces(String... codes) {
    Patient patient = woman();
    Extension race = new Extension(US_CORE + "us-core-race");
    for (String code : codes) {
      race.addExtension(
          new Extension("ombCategory", new Coding("urn:oid:2.16.840.1.113883.6.238", code, null)));
    }
    patient.addExtension(race);
    return patient;
  }

  private static void assertMissing(ExtractedFeature feature, MissingReason reason) {
    assertThat(feature.found()).isEmpty();
    assertThat(feature.missing()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-06-14T23:59:59Z, 54",
    "2026-06-15T00:00:00Z, 55",
    "2026-06-15T00:00:01Z, 55",
    "1971-06-15T00:00:00Z, 0"
  })
  void ageIsCompletedYears(Instant asOf, double years) {
    ExtractedFeature age = featureAt(asOf, "age", woman());
    assertThat(age.value()).isEqualTo(new Quantity(years));
    assertThat(age.basis())
        .extracting(ResourceVersion::reference)
        .containsExactly("Patient/p1/_history/1");
    assertThat(age.date()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1950-01, 2026-03-01T12:00:00Z, 76",
    "1950-03, 2026-03-01T12:00:00Z, ",
    "1950, 2026-12-31T12:00:00Z, 76",
    "1950, 2026-03-01T12:00:00Z, "
  })
  void anImpreciseBirthGivesAnAgeIfEveryDayOfItGivesTheSame(
      String birth, Instant asOf, Double years) {
    ExtractedFeature age = featureAt(asOf, "age", patient(birth, AdministrativeGender.FEMALE));
    assertThat(age.value()).isEqualTo(years == null ? null : new Quantity(years));
  }

  @Test
  void leaplingsAgeOnTheFirstOfMarch() {
    Patient leapling = patient("1972-02-29", AdministrativeGender.FEMALE);
    assertThat(featureAt(Instant.parse("2026-02-28T12:00:00Z"), "age", leapling).value())
        .isEqualTo(new Quantity(53));
    assertThat(featureAt(NOW, "age", leapling).value()).isEqualTo(new Quantity(54));
  }

  @Test
  void noAgeWithoutABirth() {
    Patient patient = woman();
    patient.setBirthDateElement(null);
    assertMissing(feature("age", patient), MissingReason.UNUSABLE);
  }

  @Test
  void anAgeThatNobodyReachesIsRejected() {
    ExtractedFeature age = feature("age", patient("1890-01-01", AdministrativeGender.FEMALE));
    assertMissing(age, MissingReason.UNUSABLE);
    assertThat(age.issues()).extracting(FeatureIssue::code).containsExactly(IssueCode.IMPLAUSIBLE);
  }

  @ParameterizedTest
  @EnumSource(
      value = AdministrativeGender.class,
      names = {"MALE", "FEMALE"})
  void sexIsTheGenderIfNothingElseIsKnown(AdministrativeGender gender) {
    assertThat(feature("sex", patient("1971-06-15", gender)).value())
        .isEqualTo(new Category(gender.toCode()));
  }

  @ParameterizedTest
  @EnumSource(
      value = AdministrativeGender.class,
      names = {"OTHER", "UNKNOWN"})
  void othersHaveNoSexThatEquationsKnow(AdministrativeGender gender) {
    assertMissing(feature("sex", patient("1971-06-15", gender)), MissingReason.UNUSABLE);
  }

  @Test
  void sexAtBirthServesWhereGenderDoesNot() {
    assertThat(feature("sex", withBirthSex("F", AdministrativeGender.OTHER)).value())
        .isEqualTo(new Category("female"));
    assertThat(feature("sex", withBirthSex("UNK", AdministrativeGender.MALE)).value())
        .isEqualTo(new Category("male"));
    assertThat(feature("sex", withBirthSex("M", AdministrativeGender.MALE)).value())
        .isEqualTo(new Category("male"));
  }

  @Test
  void whereTheyDifferNobodyDecides() {
    assertMissing(
        feature("sex", withBirthSex("M", AdministrativeGender.FEMALE)),
        MissingReason.CONTRADICTORY);
  }

  @ParameterizedTest
  @CsvSource({
    "2106-3, white",
    "2054-5, black",
    "2028-9, other",
    "1002-5, other",
    "2076-8, other",
    "2131-1, other"
  })
  void raceIsThatOfUsCore(String code, String race) {
    assertThat(feature("race", ofRaces(code)).value()).isEqualTo(new Category(race));
  }

  @Test
  void ofSeveralRacesNoneIsChosen() {
    assertMissing(feature("race", ofRaces("2106-3", "2054-5")), MissingReason.CONTRADICTORY);
    assertThat(feature("race", ofRaces("2028-9", "2076-8")).value())
        .isEqualTo(new Category("other"));
    assertMissing(feature("race", woman()), MissingReason.ABSENT);
  }

  @ParameterizedTest
  @CsvSource({
    "US, north-america",
    "CA, north-america",
    "USA, north-america",
    "us, north-america",
    "U.S., north-america",
    "U.S.A., north-america",
    "United States, north-america",
    "United States of America, north-america",
    "' canada ', north-america",
    "DE, other",
    "deu, other",
    "Germany, other",
    "MX, other",
    "中国, other"
  })
  void theRegionIsThatOfTheAddress(String country, String region) {
    Patient patient = woman();
    patient.addAddress().setCountry(country);
    assertThat(feature("region", patient).value()).isEqualTo(new Category(region));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Estados Unidos", "840", "XX", "PR", "Puerto Rico", "Georgia", "-"})
  void aCountryThatNobodyKnowsTellsNoRegion(String country) {
    Patient patient = woman();
    patient.addAddress().setCountry(country);
    ExtractedFeature region = feature("region", patient);
    assertMissing(region, MissingReason.UNUSABLE);
    assertThat(region.issues())
        .extracting(FeatureIssue::code)
        .containsExactly(IssueCode.UNMAPPED_VALUE);
  }

  @Test
  void anAddressOfThePastTellsNoRegion() {
    Patient patient = woman();
    patient.addAddress().setCountry("DE").setUse(AddressUse.OLD);
    Address left = patient.addAddress().setCountry("FR").setUse(AddressUse.HOME);
    left.getPeriod().getEndElement().setValueAsString("2019-12-31");
    assertMissing(feature("region", patient), MissingReason.ABSENT);
    Address now = patient.addAddress().setCountry("US").setUse(AddressUse.HOME);
    now.getPeriod().getStartElement().setValueAsString("2020-01-01");
    assertThat(feature("region", patient).value()).isEqualTo(new Category("north-america"));
  }

  @Test
  void ofAddressesInSeveralRegionsNoneIsChosen() {
    Patient patient = woman();
    patient.addAddress().setCountry("US");
    patient.addAddress().setCountry("DE");
    assertMissing(feature("region", patient), MissingReason.CONTRADICTORY);
  }

  private static FamilyMemberHistory relative(String role, String condition) {
    FamilyMemberHistory history = identified(new FamilyMemberHistory());
    history.setPatient(subject());
    history.setStatus(FamilyMemberHistory.FamilyHistoryStatus.COMPLETED);
    history.setRelationship(concept("http://terminology.hl7.org/CodeSystem/v3-RoleCode", role));
    history.addCondition().setCode(concept(SNOMED, condition));
    history.getDateElement().setValueAsString("2024-01-01");
    return history;
  }

  @Test
  void theNearestRelativeWithDiabetesCounts() {
    assertThat(feature("family-diabetes", relative("MTH", "44054006")).value())
        .isEqualTo(new Category("first-degree"));
    assertThat(feature("family-diabetes", relative("MGRMTH", "44054006")).value())
        .isEqualTo(new Category("second-degree"));
    assertThat(
            feature(
                    "family-diabetes",
                    relative("MGRMTH", "44054006"),
                    relative("NBRO", "46635009"),
                    relative("FTH", "38341003"))
                .value())
        .isEqualTo(new Category("first-degree"));
  }

  @Test
  void noneInTheFamilyMustBeSaid() {
    assertMissing(feature("family-diabetes"), MissingReason.ABSENT);
    assertMissing(feature("family-diabetes", relative("FTH", "38341003")), MissingReason.ABSENT);
    assertThat(feature("family-diabetes", condition(SNOMED, "160274005", "2024-01-01")).value())
        .isEqualTo(new Category("none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata"})
  void theZoneOfTheMachineIsOfNoImportance(String zone) {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of(zone)));
      Instant birthday = Instant.parse("2026-06-15T00:00:00Z");
      assertThat(featureAt(birthday, "age", woman()).value()).isEqualTo(new Quantity(55));
      assertThat(featureAt(birthday.minusSeconds(1), "age", woman()).value())
          .isEqualTo(new Quantity(54));
      assertThat(feature("sodium", Given.measured("2951-2", "2026-02-27", "139", "mmol/L")).date())
          .isEqualTo(Instant.parse("2026-02-27T00:00:00Z"));
    } finally {
      TimeZone.setDefault(before);
    }
  }
}
