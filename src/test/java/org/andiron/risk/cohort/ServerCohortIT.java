package org.andiron.risk.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.TimeSpan;
import org.andiron.risk.training.CohortSource;
import org.andiron.testsupport.AndironIT;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records of a cohort are read from the server whole. */
class ServerCohortIT extends AndironIT {

  private static final String SYSTEM = "urn:andiron:server-cohort-it";
  private static final int OBSERVATIONS = 520; // more than a page

  private final List<IIdType> created = new ArrayList<>();

  @AfterEach
  void remove() {
    IGenericClient client = client();
    for (int from = 0; from < created.size(); from += 130) {
      Bundle deletes = new Bundle().setType(Bundle.BundleType.TRANSACTION);
      for (IIdType id : created.subList(from, Math.min(created.size(), from + 130))) {
        deletes
            .addEntry()
            .getRequest()
            .setMethod(Bundle.HTTPVerb.DELETE)
            .setUrl(id.toUnqualifiedVersionless().getValue());
      }
      client.transaction().withBundle(deletes).execute();
    }
  }

  private List<String> create(List<? extends Resource> resources) {
    Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    resources.forEach(
        resource ->
            bundle
                .addEntry()
                .setResource(resource)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl(resource.fhirType()));
    List<String> ids = new ArrayList<>();
    for (Bundle.BundleEntryComponent entry :
        client().transaction().withBundle(bundle).execute().getEntry()) {
      IIdType id = new IdType(entry.getResponse().getLocation());
      created.add(0, id);
      ids.add(id.getIdPart());
    }
    return ids;
  }

  private static Patient patient(String value) {
    Patient patient = new Patient();
    patient.addIdentifier().setSystem(SYSTEM).setValue(value);
    patient.getBirthDateElement().setValueAsString("1950-01-01");
    return patient;
  }

  private static Observation observation(String patient, Instant when) {
    Observation observation = new Observation();
    observation.setStatus(Observation.ObservationStatus.FINAL);
    observation.setCode(
        new CodeableConcept().addCoding(new Coding("http://loinc.org", "8867-4", null)));
    observation.setSubject(new Reference("Patient/" + patient));
    observation.setEffective(new DateTimeType(when.toString()));
    observation.setValue(new IntegerType(70));
    return observation;
  }

  private Map<String, PatientRecord> read(String cohort) throws InterruptedException {
    Map<String, PatientRecord> records = new TreeMap<>();
    new ServerCohort(
            URI.create(baseUrl()),
            cohort,
            CohortTokens.NONE,
            fhirContext(),
            (step, done, all) -> {})
        .read(
            id -> true,
            new CohortSource.Sink() {
              @Override
              public void record(String patientId, PatientRecord record) {
                records.put(patientId, record);
              }

              @Override
              public void unreadable(String patientId) {
                throw new AssertionError("unreadable");
              }

              @Override
              public void refused(String patientId) {
                throw new AssertionError("refused");
              }
            });
    return records;
  }

  @Test
  void ofAGroupAndOfASearch() throws Exception {
    List<String> patients = create(List.of(patient("a"), patient("b"), patient("c")));
    Instant first = Instant.parse("2020-01-01T00:00:00Z");
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < OBSERVATIONS; i++) {
      observations.add(observation(patients.get(0), first.plusSeconds(3600L * i)));
    }
    Collections.shuffle(observations, new Random(1));
    for (int from = 0; from < OBSERVATIONS; from += 130) {
      create(observations.subList(from, Math.min(OBSERVATIONS, from + 130)));
    }
    Group group = new Group().setType(Group.GroupType.PERSON).setActual(true);
    group.addMember().setEntity(new Reference("Patient/" + patients.get(0)));
    group.addMember().setEntity(new Reference("Patient/" + patients.get(1)));
    String groupId = create(List.of(group)).get(0);

    Map<String, PatientRecord> ofGroup = read("Group/" + groupId);
    Map<String, PatientRecord> found = read("Patient?identifier=" + SYSTEM + "%7C");

    assertThat(ofGroup).containsOnlyKeys(patients.get(0), patients.get(1));
    assertThat(found).containsOnlyKeys(patients);
    TimeSpan all = new TimeSpan(first, first.plusSeconds(3600L * (OBSERVATIONS - 1)));
    assertThat(ofGroup.get(patients.get(0)).contacts()).contains(all);
    assertThat(found.get(patients.get(0)).contacts()).contains(all);
    assertThat(found.get(patients.get(1)).contacts()).isEmpty();
  }
}
