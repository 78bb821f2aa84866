package org.andiron.server.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryOutcomeIT extends AndironIT {

  private final String id = "entry-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void storeAPatient() {
    http()
        .put(
            "Patient/" + id,
            "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"gender\":\"male\"}");
  }

  @AfterEach
  void removeThePatient() {
    http().delete("Patient/" + id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?nope=1",
        "Patient?birthdate=abc",
        "Patient?birthdate=ge2020-13-45",
        "Patient?_lastUpdated=abc",
        "Patient?_count=abc",
        "Patient?_count=-1",
        "Patient?_sort=nope",
        "Patient?_include=Nope:x",
        "Patient?_has:Observation:nope:code=1",
        "Patient?_filter=((",
        "Patient?_summary=bogus",
        "Patient?_pretty=bogus",
        "Patient?_format=bogus",
        "Observation?value-quantity=abc",
        "RiskAssessment?probability=abc",
        "Location?near=abc",
        "Nope?x=1",
        "Nope/1",
        "Patient/absent",
        "Patient/absent/_history",
        "Patient/{id}/_history/99",
        "Patient/{id}/_history/x",
        "Patient/{id}/_history?_since=abc",
        "Patient/{id}/_history?_at=abc",
        "Patient/{id}/nope",
        "Patient/{id}/Nope",
        "Patient/{id}/$nope",
        "Patient/{id}/$everything?_count=abc",
        "Patient/{id}/$everything?_type=Nope",
        "Patient/{id}/$everything?start=abc",
        "Patient/{id}/$everything?_since=abc",
        "Patient/{id}/$everything/x",
        "Patient/absent/$everything",
        "Patient/_history/1",
        "metadata/x",
        "ValueSet/$expand?count=abc"
      })
  void aReadFailsAsItDoesOnItsOwn(String template) {
    String url = template.replace("{id}", id);

    Answer alone = http().get(url.replace("((", "%28%28"));
    JsonNode response = batch("GET", url, null, "");

    assertThat(alone.status()).isBetween(400, 499);
    assertRefused(response, alone.status());
  }

  @ParameterizedTest
  @CsvSource({
    "add,Patient.nope,birthDate",
    "add,Patient,nope",
    "add,Patient,gender",
    "bogus,Patient,birthDate",
    "replace,Patient.nope,birthDate",
    "replace,Patient.gender,birthDate",
    "delete,foo(,birthDate"
  })
  void aPatchThatDoesNotFitFailsAsItDoesOnItsOwn(String operation, String path, String name) {
    String patch =
        """
        {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
          {"name":"type","valueCode":"%s"},{"name":"path","valueString":"%s"},
          {"name":"name","valueString":"%s"},{"name":"value","valueDate":"2020-01-01"}]}]}
        """
            .formatted(operation, path, name);

    Answer alone = http().patch("Patient/" + id, patch);
    JsonNode response = batch("PATCH", "Patient/" + id, patch, "");

    assertThat(alone.status()).isBetween(400, 499);
    assertRefused(response, alone.status());
    assertThat(response.at("/outcome/issue/0/diagnostics").asText())
        .isEqualTo(alone.json().at("/issue/0/diagnostics").asText());
  }

  @ParameterizedTest
  @CsvSource({"W/\"99\"", "bogus", "W/\"x\""})
  void anUpdateWithAnotherVersionFailsAsItDoesOnItsOwn(String tag) {
    String body = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}";

    Answer alone = http().put("Patient/" + id, body, "If-Match", tag);
    JsonNode response =
        batch("PUT", "Patient/" + id, body, ",\"ifMatch\":\"" + tag.replace("\"", "\\\"") + "\"");

    assertThat(alone.status()).isBetween(400, 499);
    assertRefused(response, alone.status());
  }

  @ParameterizedTest
  @CsvSource({"DELETE,Patient?nope=1", "DELETE,Patient", "DELETE,Nope/1"})
  void aDeleteFailsAsItDoesOnItsOwn(String method, String url) {
    Answer alone = http().delete(url);

    assertThat(alone.status()).isBetween(400, 499);
    assertRefused(batch(method, url, null, ""), alone.status());
  }

  @Test
  void anOperationByPostIsRefusedAndNotStoredAsAResource() {
    JsonNode response = batch("POST", "Patient/$expunge", "{\"resourceType\":\"Parameters\"}", "");

    assertRefused(response, 400);
  }

  @Test
  void aRefusalNamesTheEntryOfTheBundleThatWasSent() {
    Answer answer =
        http()
            .post(
                "",
                """
                {"resourceType":"Bundle","type":"batch","entry":[
                  {"request":{"method":"GET","url":"Patient/%s"}},
                  {"request":{"method":"DELETE","url":"Patient"}}]}
                """
                    .formatted(id));

    assertThat(answer.json().at("/entry/0/response/status").asText()).startsWith("200");
    assertThat(answer.json().at("/entry/1/response/status").asText()).startsWith("400");
    assertThat(answer.json().at("/entry/1/response/outcome/issue/0/diagnostics").asText())
        .startsWith("Bundle.entry[1].request.url");
  }

  private JsonNode batch(String method, String url, @Nullable String resource, String more) {
    Answer answer =
        http()
            .post(
                "",
                """
                {"resourceType":"Bundle","type":"batch","entry":[
                  {%s"request":{"method":"%s","url":"%s"%s}}]}
                """
                    .formatted(
                        resource == null ? "" : "\"resource\":" + resource + ",",
                        method,
                        url,
                        more));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().at("/entry/0/response");
  }

  private static void assertRefused(JsonNode response, int status) {
    assertThat(response.path("status").asText()).startsWith(status + " ");
    JsonNode outcome = response.path("outcome");
    assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(outcome.at("/issue/0/severity").asText()).isEqualTo("error");
    assertThat(outcome.at("/issue/0/code").asText()).isNotEqualTo("exception");
    assertThat(outcome.at("/issue/0/diagnostics").asText()).isNotBlank();
  }
}
