package org.andiron.risk.cds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.BeforeEach;

/** A patient, and calls of CDS services of risk models about her. */
abstract class CdsCallsIT extends SmartIT {

  static final ObjectMapper JSON = new ObjectMapper();
  static final String SERVICES = "/cds-services";
  static final String VIEW = SERVICES + "/cha2ds2-vasc-patient-view";
  static final String SIGN = SERVICES + "/cha2ds2-vasc-order-sign";
  static final String SNOMED = "http://snomed.info/sct";
  static final String DIABETES = "44054006";

  final String mark = UUID.randomUUID().toString();
  final String patient = "cds-" + mark;
  FhirHttp system;
  FhirHttp backend;

  /** Hypertension 1, diabetes 1, female 1: 3 points, with atrial fibrillation. */
  @BeforeEach
  void aWomanWithAtrialFibrillation() {
    system = http(token("system/*.cruds"));
    backend = root(token("system/*.rs"));
    put("Patient/" + patient, person(patient));
    for (String code : List.of("49436004", "38341003", DIABETES)) {
      put("Condition/" + mark + "-" + code, condition(patient, code));
    }
  }

  void put(String path, String body) {
    Answer answer = system.put(path, body);
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  static String person(String id) {
    return "{\"resourceType\": \"Patient\", \"id\": \"%s\", \"gender\": \"female\","
        .concat(" \"birthDate\": \"1966-04-02\"}")
        .formatted(id);
  }

  String condition(String of, String code) {
    return """
    {"resourceType": "Condition", "id": "%s-%s",
     "clinicalStatus": {"coding": [{
       "system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
     "verificationStatus": {"coding": [{
       "system": "http://terminology.hl7.org/CodeSystem/condition-ver-status",
       "code": "confirmed"}]},
     "code": {"coding": [{"system": "%s", "code": "%s"}]},
     "subject": {"reference": "Patient/%s"}, "onsetDateTime": "2020-01-01"}
    """
        .formatted(mark, code, SNOMED, code, of);
  }

  FhirHttp root(String token) {
    return new FhirHttp(
        rootUrl(), "Authorization", "Bearer " + token, "Content-Type", "application/json");
  }

  FhirHttp nurse() {
    return root(new UserTokens(this).of(TestUsers.NURSE, "user/*.rs"));
  }

  static ObjectNode call(String hook, String patient) {
    ObjectNode call = JSON.createObjectNode();
    call.put("hook", hook).put("hookInstance", UUID.randomUUID().toString());
    call.putObject("context").put("userId", "Practitioner/1").put("patientId", patient);
    return call;
  }

  ObjectNode view() {
    return call("patient-view", patient);
  }

  static JsonNode cards(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("cards");
  }

  static void refused(Answer answer, int status, String error, String word) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("error").asText()).isEqualTo(error);
    assertThat(answer.json().path("errorMessage").asText()).contains(word);
  }

  static Answer send(FhirHttp client, String path, JsonNode body) {
    return client.send("POST", path, body.toString());
  }

  List<String> ids() {
    JsonNode services = backend.get(SERVICES).json().path("services");
    return StreamSupport.stream(services.spliterator(), false)
        .map(it -> it.path("id").asText())
        .toList();
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What the queries of the service find, as a client would send it. */
  ObjectNode prefetch(String of) {
    ObjectNode prefetch = JSON.createObjectNode();
    for (JsonNode service : backend.get(SERVICES).json().path("services")) {
      if (service.path("id").asText().equals("cha2ds2-vasc-patient-view")) {
        service
            .path("prefetch")
            .fields()
            .forEachRemaining(
                it ->
                    prefetch.set(
                        it.getKey(),
                        system
                            .get(
                                it.getValue()
                                    .asText()
                                    .replace("{{context.patientId}}", of)
                                    .replace("|", "%7C"))
                            .json()));
      }
    }
    return prefetch;
  }

  ObjectNode sending(ObjectNode call, ObjectNode prefetch) {
    call.set("prefetch", prefetch);
    return call;
  }
}
