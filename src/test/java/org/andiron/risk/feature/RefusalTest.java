package org.andiron.risk.feature;

import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.LOINC;
import static org.andiron.risk.feature.Given.NOW;
import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.answered;
import static org.andiron.risk.feature.Given.condition;
import static org.andiron.risk.feature.Given.extract;
import static org.andiron.risk.feature.Given.extractor;
import static org.andiron.risk.feature.Given.man;
import static org.andiron.risk.feature.Given.woman;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of which nothing is extracted. */
class RefusalTest {

  private static void assertRefused(Refusal refusal, Resource... resources) {
    Extraction extraction = extract(List.of("age", "sex", "diabetes"), List.of(resources));
    assertThat(extraction.isRefused()).isTrue();
    assertThat(extraction.refusals()).containsExactly(refusal);
    assertThat(extraction.features()).isEmpty();
    assertThat(extraction.vector().values()).isEmpty();
    assertThat(extraction.basis()).isEmpty();
  }

  private static void assertExtracted(Resource... resources) {
    Extraction extraction = extract(List.of("age", "sex", "diabetes"), List.of(resources));
    assertThat(extraction.isRefused()).isFalse();
    assertThat(extraction.features()).hasSize(3);
  }

  @Test
  void aLivingPatientIsNotRefused() {
    assertExtracted(woman());
    Patient alive = woman();
    alive.setDeceased(new BooleanType(false));
    assertExtracted(alive);
  }

  @Test
  void theDeadAreRefused() {
    Patient dead = woman();
    dead.setDeceased(new BooleanType(true));
    assertRefused(Refusal.DECEASED, dead);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00Z, true",
    "2026-03-01T11:59:59Z, true",
    "2026-03-01T12:00:01Z, false",
    "2026-03-01, true",
    "2026-03-02, true",
    "2026-03-03, false",
    "2026, true"
  })
  void thoseWhoDiedLaterWereAlive(String death, boolean refused) {
    Patient patient = woman();
    patient.setDeceased(new DateTimeType(death));
    if (refused) {
      assertRefused(Refusal.DECEASED, patient);
    } else {
      assertExtracted(patient);
    }
  }

  @Test
  void theUnbornAreRefused() {
    Patient unborn = woman();
    unborn.getBirthDateElement().setValueAsString("2026-03-03");
    assertRefused(Refusal.NOT_BORN, unborn);
    for (String born : List.of("2026-03-01", "2026-03-02")) {
      unborn.getBirthDateElement().setValueAsString(born);
      assertExtracted(unborn);
    }
  }

  @ParameterizedTest
  @CsvSource({"REPLACEDBY, true", "REPLACES, false", "REFER, false", "SEEALSO, false"})
  void replacedRecordsAreRefused(LinkType type, boolean refused) {
    Patient linked = woman();
    linked.addLink().setType(type).setOther(new Reference("Patient/p9"));
    if (refused) {
      assertRefused(Refusal.REPLACED, linked);
    } else {
      assertExtracted(linked);
    }
  }

  @Test
  void testPatientsAreRefused() {
    Patient test = woman();
    test.getMeta()
        .addSecurity(
            new Coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", "HTEST", null));
    assertRefused(Refusal.TEST_PATIENT, test);
  }

  @Test
  void pregnantMalesAreRefusedWhateverTheModelTakes() {
    assertRefused(Refusal.CONTRADICTORY, man(), condition(SNOMED, "77386006", "2026-01-10"));
    assertRefused(
        Refusal.CONTRADICTORY, man(), answered("82810-3", "2026-02-01", LOINC, "LA15173-0"));
  }

  @Test
  void womenMayBePregnantAndMenNot() {
    assertExtracted(woman(), condition(SNOMED, "77386006", "2026-01-10"));
    assertExtracted(man(), answered("82810-3", "2026-02-01", LOINC, "LA26683-5"));
    assertExtracted(man(), condition(SNOMED, "77386006", "2020-01-10")); // an old error
  }

  @Test
  void severalReasonsAreAllGiven() {
    Patient patient = woman();
    patient.setDeceased(new BooleanType(true));
    patient.addLink().setType(LinkType.REPLACEDBY).setOther(new Reference("Patient/p9"));
    assertThat(extractor(List.of("age")).extract(PatientRecord.of(ID, List.of(patient)), NOW))
        .extracting(Extraction::refusals)
        .isEqualTo(Set.of(Refusal.DECEASED, Refusal.REPLACED));
  }
}
