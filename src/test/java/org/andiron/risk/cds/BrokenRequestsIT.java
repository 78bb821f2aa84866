package org.andiron.risk.cds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;

/** Whatever is stored, sent along or asked, a score is an answer or a refusal, and no failure. */
class BrokenRequestsIT extends CdsCallsIT {

  private static final int EACH = 20;

  /** Values in the place of any other; none leaves it out. */
  private static final List<String> SPOILED =
      List.of(
          "",
          "null",
          "[]",
          "{}",
          "\"\"",
          "\"\u0661\u0662\"",
          "\"9999-12-31T23:59:59.999+14:00\"",
          "\"0001-01-01\"",
          "-0.0",
          "1e308",
          "1e400",
          "4.9e-324",
          "{\"extension\": [{\"url\": \"urn:x\", \"valueCode\": \"unknown\"}]}",
          "[\"x\"]");

  private static final String CODED =
      """
      {"resourceType": "Observation", "id": "ID", "status": "final",
       "code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
       "subject": {"reference": "Patient/PATIENT"}, "effectiveDateTime": "2026-11-01",
       "valueQuantity": {"value": 142, "unit": "mmHg", "system": "http://unitsofmeasure.org",
         "code": "mm[Hg]"}}
      """;

  private static final List<String> QUESTIONS =
      List.of(
          "",
          "?asOf=0001-01-01",
          "?asOf=2026-02-30",
          "?asOf=%D9%A1%D9%A2",
          "?model=&model=%00",
          "?model=lace%7C" + "9".repeat(300),
          "?explain=maybe",
          "?persist=1e308",
          "?model=" + "lace&model=".repeat(100) + "lace");

  /** Else 1e400 would be sent as text. */
  private static final ObjectMapper EXACT =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final Random random = new Random(20261201);

  private static JsonNode exact(String json) {
    try {
      return EXACT.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private JsonNode spoiled(JsonNode good) {
    JsonNode broken = good.deepCopy();
    for (int i = random.nextInt(3); i >= 0; i--) {
      spoil(broken);
    }
    return broken;
  }

  /** Something anywhere, but not what resource it is. */
  private void spoil(JsonNode root) {
    JsonNode parent = root;
    while (true) {
      List<Object> keys = new ArrayList<>();
      if (parent instanceof ObjectNode object) {
        object.fieldNames().forEachRemaining(keys::add);
        keys.removeAll(List.of("resourceType", "id"));
      } else {
        for (int i = 0; i < parent.size(); i++) {
          keys.add(i);
        }
      }
      if (keys.isEmpty()) {
        return;
      }
      Object key = keys.get(random.nextInt(keys.size()));
      JsonNode child = key instanceof Integer i ? parent.get(i) : parent.get((String) key);
      if (child.isContainerNode() && random.nextInt(4) > 0) {
        parent = child;
        continue;
      }
      String other = SPOILED.get(random.nextInt(SPOILED.size()));
      if (parent instanceof ArrayNode array) {
        if (other.isEmpty()) {
          array.remove((Integer) key);
        } else {
          array.set((Integer) key, exact(other));
        }
      } else if (other.isEmpty()) {
        ((ObjectNode) parent).remove((String) key);
      } else {
        ((ObjectNode) parent).set((String) key, exact(other));
      }
      return;
    }
  }

  private static void noFailure(Answer answer, String asked) {
    assertThat(answer.status()).as(asked + ": " + answer.body()).isBetween(200, 499);
    assertThat(answer.body()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void scoresOfBrokenRecords() {
    int stored = 0;
    for (int i = 0; i < EACH; i++) {
      String id = mark + "-o" + i;
      JsonNode sent = spoiled(tree(CODED.replace("ID", id).replace("PATIENT", patient)));
      Answer put = system.put("Observation/" + id, sent.toString());
      noFailure(put, sent.toString());
      stored += put.status() == 201 ? 1 : 0;
      String question = QUESTIONS.get(i % QUESTIONS.size());
      noFailure(system.get("Patient/" + patient + "/$risk-score" + question), question);
    }
    assertThat(stored).isPositive();
    assertThat(system.get("Patient/" + patient + "/$risk-score").status()).isEqualTo(200);
  }

  /** Elements that say why they have no value, as servers may send them. */
  @Test
  void scoresOfElementsWithoutValues() {
    String absent =
        "{\"extension\": [{\"url\":"
            + " \"http://hl7.org/fhir/StructureDefinition/data-absent-reason\", \"valueCode\":"
            + " \"unknown\"}]}";
    ObjectNode person = (ObjectNode) tree(person(patient));
    person.set("_deceasedBoolean", tree(absent));
    put("Patient/" + patient, person.toString());
    ObjectNode pressure =
        (ObjectNode) tree(CODED.replace("ID", mark + "-bp").replace("PATIENT", patient));
    ((ObjectNode) pressure.path("valueQuantity")).remove("value");
    ((ObjectNode) pressure.path("valueQuantity")).set("_value", tree(absent));
    put("Observation/" + mark + "-bp", pressure.toString());
    Answer answer = system.get("Patient/" + patient + "/$risk-score?model=cha2ds2-vasc");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("RiskAssessment");
    noFailure(system.get("Patient/" + patient + "/$risk-score"), "all models");
  }

  @Test
  void replaysOfBrokenScores() {
    Answer scored =
        system.post(
            "Patient/" + patient + "/$risk-score",
            """
            {"resourceType": "Parameters", "parameter": [
              {"name": "model", "valueString": "cha2ds2-vasc"},
              {"name": "persist", "valueBoolean": true}]}
            """);
    String path = "RiskAssessment/" + scored.id();
    ObjectNode good = (ObjectNode) system.get(path).json();
    good.remove("text");
    int changed = 0;
    for (int i = 0; i < EACH; i++) {
      JsonNode sent = spoiled(good);
      Answer put = system.put(path, sent.toString());
      noFailure(put, sent.toString());
      changed += put.status() == 200 ? 1 : 0;
      noFailure(system.get(path + "/$replay"), sent.toString());
    }
    assertThat(changed).isPositive();
  }

  @Test
  void cardsOfBrokenPrefetch() {
    ObjectNode good = prefetch(patient);
    int answered = 0;
    for (int i = 0; i < EACH; i++) {
      ObjectNode sent = (ObjectNode) spoiled(good);
      Answer answer = send(backend, VIEW, sending(view(), sent));
      noFailure(answer, sent.toString());
      answered += answer.status() == 200 ? 1 : 0;
    }
    assertThat(answered).isBetween(1, EACH - 1);
  }
}
