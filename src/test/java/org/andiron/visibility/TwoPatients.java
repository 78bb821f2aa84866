package org.andiron.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;

/** The records of two patients, alike but for their ids, and what both share. */
final class TwoPatients {

  static final String OWN = "vis-own";
  static final String OTHER = "vis-other";

  /** What exists for an app of the one patient. */
  static final String[] OWN_RECORD = {HeaderVisibility.NAME, "patients=" + OWN};

  private static final String LABORATORY =
      "\"category\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/"
          + "observation-category\",\"code\":\"laboratory\"}]}],";

  private final FhirHttp http;
  private final List<String> stored = new ArrayList<>();

  TwoPatients(FhirHttp http) {
    this.http = http;
  }

  void store() {
    put("Organization/vis-clinic", "\"name\":\"Vis clinic\"");
    put("Practitioner/vis-doctor", "\"name\":[{\"family\":\"Visdoctor\"}]");
    put("List/vis-list", "\"status\":\"current\",\"mode\":\"working\"");
    for (String patient : List.of(OWN, OTHER)) {
      String subject = "\"subject\":{\"reference\":\"Patient/" + patient + "\"}";
      put(
          "Patient/" + patient,
          "\"name\":[{\"family\":\"Visname\",\"given\":[\""
              + patient
              + "\"]}],\"birthDate\":\"1970-01-01\",\"identifier\":[{\"system\":\"urn:vis\",\"value\":\""
              + patient
              + "\"}]");
      put(
          "Encounter/enc-" + patient,
          "\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},"
              + subject
              + ",\"participant\":[{\"individual\":{\"reference\":\"Practitioner/vis-doctor\"}}]");
      put("Observation/lab-" + patient, observation(LABORATORY + subject, patient));
      put("Observation/vital-" + patient, observation(subject, patient));
      put(
          "Task/task-" + patient,
          "\"status\":\"draft\",\"intent\":\"order\",\"for\":{\"reference\":\"Patient/"
              + patient
              + "\"}");
    }
    put(
        "Observation/vis-target",
        observation(LABORATORY + "\"subject\":{\"reference\":\"Patient/" + OTHER + "\"}", OTHER));
    put(
        "Communication/vis-both",
        "\"status\":\"completed\",\"subject\":{\"reference\":\"Patient/"
            + OWN
            + "\"},\"basedOn\":[{\"reference\":\"Observation/vis-target\"}]");
  }

  /** The members of an observation beside its type and id. */
  static String observation(String members, String text) {
    return members
        + ",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"urn:vis\",\"code\":\"viscode\","
        + "\"display\":\"Visible "
        + text
        + "\"}]},\"effectiveDateTime\":\"2020-01-01\",\"encounter\":{\"reference\":\"Encounter/enc-"
        + text
        + "\"}";
  }

  private void put(String reference, String members) {
    Answer answer = http.put(reference, resource(reference, members));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    stored.add(0, reference);
  }

  /** Of a type and an id, or a type alone. */
  static String resource(String reference, String members) {
    String[] parts = reference.split("/");
    return "{\"resourceType\":\""
        + parts[0]
        + "\","
        + (parts.length > 1 ? "\"id\":\"" + parts[1] + "\"," : "")
        + members
        + "}";
  }

  void remove() {
    stored.forEach(it -> http.delete(it));
  }
}
