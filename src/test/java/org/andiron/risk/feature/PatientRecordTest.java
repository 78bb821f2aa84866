package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.condition;
import static org.andiron.risk.feature.Given.encounter;
import static org.andiron.risk.feature.Given.extract;
import static org.andiron.risk.feature.Given.extractor;
import static org.andiron.risk.feature.Given.measured;
import static org.andiron.risk.feature.Given.order;
import static org.andiron.risk.feature.Given.procedure;
import static org.andiron.risk.feature.Given.woman;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose the resources are, and which version of each counts. */
class PatientRecordTest {

  private static final String YESTERDAY = "2026-02-28T08:00:00Z";

  @Nested
  class OfSomebodyElse {

    private static final Reference OTHER = new Reference("Patient/p2");

    static List<Resource> resources() {
      Observation observation = measured("2951-2", YESTERDAY, "139", "mmol/L");
      Condition condition = condition(SNOMED, "44054006", "2019-01-01");
      MedicationRequest order = order("83367", "2026-01-01");
      Encounter encounter = encounter("IMP", "2026-01-01", "2026-01-02");
      Procedure procedure = procedure(SNOMED, "302497006", "2026-01-01");
      MedicationStatement statement = Given.identified(new MedicationStatement());
      FamilyMemberHistory history = Given.identified(new FamilyMemberHistory());
      Patient patient = new Patient();
      patient.setId("p2");
      return List.of(
          observation.setSubject(OTHER),
          condition.setSubject(OTHER),
          order.setSubject(OTHER),
          encounter.setSubject(OTHER),
          procedure.setSubject(OTHER),
          statement.setSubject(OTHER),
          history.setPatient(OTHER),
          patient);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void everyTypeIsRefusedWithoutNamingAnybody(Resource resource) {
      assertThatExceptionOfType(WrongPatientException.class)
          .isThrownBy(() -> PatientRecord.of(ID, List.of(woman(), resource)))
          .satisfies(
              refusal -> {
                assertThat(refusal.resourceType()).isEqualTo(resource.fhirType());
                assertThat(refusal.getMessage())
                    .contains(resource.fhirType())
                    .doesNotContain("p1", "p2", resource.getIdElement().getIdPart() + "/");
              });
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Patient/p11",
          "Patient/P1",
          "Group/p1",
          "p1",
          "https://elsewhere.example/fhir/Patient/p1",
          "urn:uuid:0b1a0d4e-0000-4000-8000-000000000000",
          "#p1",
          "Patient/",
          "Patient?identifier=1"
        })
    void aReferenceMustNameThePatient(String reference) {
      Observation observation = measured("2951-2", YESTERDAY, "139", "mmol/L");
      observation.setSubject(new Reference(reference));
      assertThatExceptionOfType(WrongPatientException.class)
          .isThrownBy(() -> PatientRecord.of(ID, List.of(woman(), observation)));
    }

    @Test
    void nobodyIsSomebodyElse() {
      Observation observation = measured("2951-2", YESTERDAY, "139", "mmol/L");
      observation.setSubject(null);
      assertThatExceptionOfType(WrongPatientException.class)
          .isThrownBy(() -> PatientRecord.of(ID, List.of(woman(), observation)));
      observation.setSubject(new Reference().setDisplay("p1"));
      assertThatExceptionOfType(WrongPatientException.class)
          .isThrownBy(() -> PatientRecord.of(ID, List.of(woman(), observation)));
    }

    @Test
    void whatWasEnteredInErrorIsStillSomebodyElses() {
      Observation observation = measured("2951-2", YESTERDAY, "139", "mmol/L");
      observation.setStatus(Observation.ObservationStatus.ENTEREDINERROR).setSubject(OTHER);
      assertThatExceptionOfType(WrongPatientException.class)
          .isThrownBy(() -> PatientRecord.of(ID, List.of(woman(), observation)));
    }
  }

  @Test
  void aVersionedReferenceNamesThePatient() {
    Observation observation = measured("2951-2", YESTERDAY, "139", "mmol/L");
    observation.setSubject(new Reference("Patient/p1/_history/4"));
    assertThat(extract(List.of("sodium"), List.of(woman(), observation)).vector().values())
        .hasSize(1);
  }

  @Test
  void resourcesOfABundleReferByTheirUuid() {
    String uuid = "urn:uuid:0b1a0d4e-0000-4000-8000-000000000000";
    Patient patient = woman();
    patient.setId(uuid);
    Observation observation = measured("2951-2", YESTERDAY, "139", "mmol/L");
    observation.setSubject(new Reference(uuid));
    PatientRecord record = PatientRecord.of(uuid, List.of(observation, patient));
    assertThat(extractor(List.of("sodium")).extract(record, NOW).vector().get("sodium"))
        .contains(new Quantity(139));
  }

  @Test
  void thePatientMustBeThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PatientRecord.of(ID, List.of(measured("2951-2", YESTERDAY, "139", "mmol/L"))));
    assertThatIllegalArgumentException().isThrownBy(() -> PatientRecord.of(" ", List.of(woman())));
  }

  @Test
  void aResourceMustHaveAnId() {
    Observation observation = measured("2951-2", YESTERDAY, "139", "mmol/L");
    observation.setId((String) null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PatientRecord.of(ID, List.of(woman(), observation)))
        .withMessageContaining("Observation");
  }

  @Test
  void otherTypesAreLeftOut() {
    Practitioner practitioner = new Practitioner();
    practitioner.setId("x");
    assertThat(PatientRecord.of(ID, List.of(woman(), practitioner)).items(ResourceKind.OBSERVATION))
        .isEmpty();
  }

  @Nested
  class Versions {

    private Observation version(String version, String value) {
      Observation observation = measured("2951-2", YESTERDAY, value, "mmol/L");
      observation.setId("same");
      observation.getMeta().setVersionId(version);
      return observation;
    }

    private ExtractedFeature sodium(Observation... observations) {
      List<Resource> all = new ArrayList<>(List.of(observations));
      all.add(woman());
      return extract(List.of("sodium"), all).feature("sodium").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 10", "10, 2, 1", "2, 10, 1"})
    void theHighestNumberWins(String first, String second, String third) {
      ExtractedFeature found =
          sodium(
              version(first, first.equals("10") ? "139" : "131"),
              version(second, second.equals("10") ? "139" : "131"),
              version(third, third.equals("10") ? "139" : "131"));
      assertThat(found.value()).isEqualTo(new Quantity(139));
      assertThat(found.basis())
          .extracting(ResourceVersion::reference)
          .containsExactly("Observation/same/_history/10");
    }

    @Test
    void anAmendmentThatWithdrawsItWins() {
      Observation withdrawn = version("2", "139");
      withdrawn.setStatus(Observation.ObservationStatus.ENTEREDINERROR);
      assertThat(sodium(version("1", "139"), withdrawn).found()).isEmpty();
    }

    @Test
    void withoutNumbersTheTimeOfTheUpdateDecides() {
      Observation older = version("b", "131");
      older.getMeta().setLastUpdated(Date.from(NOW.minusSeconds(1)));
      Observation newer = version("a", "139");
      newer.getMeta().setLastUpdated(Date.from(NOW));
      assertThat(sodium(older, newer).value()).isEqualTo(new Quantity(139));
      assertThat(sodium(newer, older).value()).isEqualTo(new Quantity(139));
    }

    @Test
    void theSameTwiceIsOne() {
      assertThat(sodium(version("1", "139"), version("1", "139")).value())
          .isEqualTo(new Quantity(139));
    }

    @Test
    void ofTwoThatClaimToBeTheSameNoneCounts() {
      assertThat(sodium(version("1", "139"), version("1", "131")).found()).isEmpty();
      assertThat(sodium(version("1", "139"), version("1", "131"), version("2", "135")).value())
          .isEqualTo(new Quantity(135));
    }

    @Test
    void theOrderIsOfNoImportance() {
      List<Observation> versions = new ArrayList<>();
      for (int i = 1; i <= 20; i++) {
        versions.add(version(String.valueOf(i), String.valueOf(120 + i)));
      }
      for (int seed = 0; seed < 20; seed++) {
        Collections.shuffle(versions, new Random(seed));
        assertThat(sodium(versions.toArray(Observation[]::new)).value())
            .isEqualTo(new Quantity(140));
      }
    }
  }
}
