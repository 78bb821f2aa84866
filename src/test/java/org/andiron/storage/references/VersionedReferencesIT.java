package org.andiron.storage.references;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionedReferencesIT extends AndironIT {

  private final String key = "versioned-" + UUID.randomUUID().toString().substring(0, 8);
  private final String patient = "Patient/" + key;
  private final String observation = "Observation/" + key;

  @BeforeEach
  void storeAnObservationOfTheFirstVersionOfAPatient() {
    ok(http().put(patient, patient("male")));
    ok(http().put(patient, patient("female")));
    ok(http().put(observation, observation(patient + "/_history/1")));
  }

  @AfterEach
  void removeThem() {
    http().delete(observation);
    http().delete(patient);
  }

  @Test
  void theVersionIsShownAsItWasWritten() {
    ok(http().put(observation, observation(patient)));

    assertThat(subject(observation + "/_history/1")).isEqualTo(patient + "/_history/1");
    assertThat(subject(observation)).isEqualTo(patient);
    assertThat(
            http()
                .get(observation + "/_history?_sort=_lastUpdated")
                .json()
                .at("/entry")
                .findValuesAsText("reference"))
        .containsExactlyInAnyOrder(patient + "/_history/1", patient);
  }

  @ParameterizedTest
  @CsvSource({
    "Observation?_id=KEY&subject=Patient/KEY/_history/1,1",
    "Observation?_id=KEY&subject=Patient/KEY/_history/2,0",
    "Observation?_id=KEY&subject=Patient/KEY,1",
    "Observation?_id=KEY&subject:Patient.gender=female,1",
    "Patient?_id=KEY&_has:Observation:subject:status=final,1"
  })
  void itIsFound(String search, int matches) {
    assertThat(total(search)).isEqualTo(matches);
    ok(http().post(observation + "/$reindex", "{\"resourceType\":\"Parameters\"}"));
    assertThat(total(search)).isEqualTo(matches);
  }

  @Test
  void includesAndEverythingFollowIt() {
    assertThat(
            http()
                .get("Observation?_id=" + key + "&_include=Observation:subject")
                .json()
                .at("/entry")
                .findValuesAsText("fullUrl"))
        .hasSize(2);
    assertThat(http().get(patient + "/$everything").json().at("/entry").findValuesAsText("fullUrl"))
        .anyMatch(url -> url.endsWith(observation));
  }

  @Test
  void oneToAnUnknownResourceIsRefused() {
    Answer answer = http().put(observation, observation("Patient/no-" + key + "/_history/1"));

    assertThat(answer.status()).as(answer.body()).isIn(400, 422);
  }

  @Test
  void aTransactionKeepsTheVersion() {
    ok(
        http()
            .post(
                "",
                """
                {"resourceType":"Bundle","type":"transaction","entry":[
                 {"resource":%s,"request":{"method":"PUT","url":"%s"}},
                 {"resource":%s,"request":{"method":"PUT","url":"%s"}}]}"""
                    .formatted(
                        patient("other"),
                        patient,
                        observation(patient + "/_history/2"),
                        observation)));

    assertThat(subject(observation)).isEqualTo(patient + "/_history/2");
  }

  private String patient(String gender) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"gender\":\"%s\"}".formatted(key, gender);
  }

  private String observation(String subject) {
    return """
           {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"x"},
            "subject":{"reference":"%s"}}"""
        .formatted(key, subject);
  }

  private String subject(String url) {
    return http().get(url).json().at("/subject/reference").asText();
  }

  private int total(String search) {
    Answer answer = ok(http().get(search.replace("KEY", key) + "&_summary=count"));
    return answer.json().path("total").asInt();
  }

  private static Answer ok(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    return answer;
  }
}
