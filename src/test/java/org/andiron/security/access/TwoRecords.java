package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;

/** The records of two patients, alike but for whose they are; each made anew has ids of its own. */
final class TwoRecords {

  /** In everything of the neighbour's record, and nowhere else. */
  static final String CANARY = "Neighbourcanary";

  private final FhirHttp administrator;
  private final String mark = "two-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<String> stored = new ArrayList<>();

  TwoRecords(FhirHttp administrator) {
    this.administrator = administrator;
    for (String patient : List.of(own(), neighbour())) {
      String text = patient.equals(own()) ? "own" : CANARY;
      String subject = "\"subject\":{\"reference\":\"Patient/" + patient + "\"},";
      put(
          "Patient/" + patient,
          "\"identifier\":[{\"system\":\"urn:two\",\"value\":\"%s\"}],\"name\":[{\"family\":\"%s\","
                  .formatted(patient, mark)
              + "\"text\":\""
              + text
              + "\"}]");
      put(
          "Encounter/encounter-" + patient,
          subject
              + "\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"type\":[{\"text\":\""
              + text
              + "\"}]");
      put("Observation/observation-" + patient, observation(patient, text));
      put("Observation/observation-" + patient, observation(patient, text + " changed"));
      put(
          "Composition/composition-" + patient,
          subject
              + "\"status\":\"final\",\"type\":{\"text\":\"x\"},\"date\":\"2020-01-01\",\"title\":\""
              + text
              + "\",\"author\":[{\"display\":\"x\"}]");
    }
    put(
        "Observation/member-" + own(),
        observation(own(), "own")
            + ",\"hasMember\":[{\"reference\":\"Observation/observation-"
            + neighbour()
            + "\"}]");
  }

  /** Members of an observation beside its type and id. */
  String observation(String patient, String text) {
    return """
    "status":"final","subject":{"reference":"Patient/%s"},
    "encounter":{"reference":"Encounter/encounter-%s"},"effectiveDateTime":"2020-01-01",
    "code":{"coding":[{"system":"urn:two","code":"%s","display":"%s"}],"text":"%s"},
    "meta":{"tag":[{"system":"urn:two","code":"tag-%s"}]}\
    """
        .formatted(patient, patient, mark, text, text, patient);
  }

  String own() {
    return mark + "-own";
  }

  String neighbour() {
    return mark + "-other";
  }

  /** A code, a family name and a part of every id. */
  String mark() {
    return mark;
  }

  void put(String reference, String members) {
    String[] parts = reference.split("/");
    Answer answer =
        administrator.put(
            reference,
            "{\"resourceType\":\"%s\",\"id\":\"%s\",%s}".formatted(parts[0], parts[1], members));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    if (!stored.contains(reference)) {
      stored.add(0, reference);
    }
  }

  void remove() {
    stored.forEach(it -> administrator.delete(it));
  }
}
