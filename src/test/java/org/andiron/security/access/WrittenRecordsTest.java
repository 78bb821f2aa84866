package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.visibility.Portion;
import org.andiron.visibility.Visibility;
import org.hl7.fhir.r4.model.Contract;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.GuidanceResponse;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WrittenRecordsTest {

  private static final Reference OWN = new Reference("Patient/own");
  private static final Reference OTHER = new Reference("Patient/other");

  private final WrittenRecords records = new WrittenRecords(FhirContext.forR4Cached());

  private boolean mayHold(Resource resource) {
    return records.mayHold(
        new Visibility(
            List.of(new Portion(Set.of(), Optional.of(Set.of("own")), Optional.empty()))),
        resource);
  }

  static List<Resource> ofOwnPatient() {
    return List.of(
        new Observation().setSubject(OWN),
        new Observation().setSubject(OWN).addPerformer(new Reference("Practitioner/other")),
        new Contract().addSubject(OWN),
        new Device().setPatient(OWN),
        new GuidanceResponse().setSubject(OWN),
        new Task().setFor(OWN));
  }

  @ParameterizedTest
  @MethodSource("ofOwnPatient")
  void whatIsOfThePatientMayBeWritten(Resource resource) {
    assertThat(mayHold(resource)).isTrue();
  }

  static List<Resource> ofOthers() {
    return List.of(
        new Observation(),
        new Observation().setSubject(OTHER),
        new Observation().setSubject(OWN).addPerformer(OTHER),
        new Observation().setSubject(new Reference("Group/own")),
        new Observation().addPerformer(new Reference("Practitioner/own")),
        new Contract().addSubject(OTHER),
        new Contract().addSubject(OWN).addSubject(OTHER),
        new Device().setPatient(OTHER),
        new GuidanceResponse().setSubject(OTHER),
        new Task().setFor(OTHER),
        new Task());
  }

  @ParameterizedTest
  @MethodSource("ofOthers")
  void whatIsOfNobodyOrOthersMayNot(Resource resource) {
    assertThat(mayHold(resource)).isFalse();
  }

  @Test
  void whatIsWrittenOfAnybodyIsOfAnybody() {
    assertThat(records.mayHold(Visibility.ALL, new Observation().setSubject(OTHER))).isTrue();
  }
}
