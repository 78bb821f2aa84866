package org.andiron.server.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteChecksIT extends AndironIT {

  private static final String OUTCOME = "return=OperationOutcome";

  private int patients() {
    return http().get("/Patient?_summary=count").json().path("total").asInt();
  }

  private static JsonNode error(Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    JsonNode outcome = answer.json();
    assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
    return outcome.path("issue").get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"nmae\":[]|structure|Patient.nmae",
        "\"gender\":\"foo\"|code-invalid|Patient.gender",
        "\"birthDate\":\"1999-02-30\"|value|Patient.birthDate",
        "\"name\":[{\"given\":[\"a\",1]}]|structure|Patient.name[0].given[1]",
        "\"name\":{\"family\":\"a\"}|structure|Patient.name",
        "\"managingOrganization\":{\"reference\":\"#o\"}|value|Patient.managingOrganization.reference",
      })
  void aBodyOfWrongFormIsRefusedAndNotStored(String member, String code, String expression) {
    int before = patients();

    JsonNode issue =
        error(http().post("/Patient", "{\"resourceType\":\"Patient\"," + member + "}"), 400);

    assertThat(issue.path("code").asText()).isEqualTo(code);
    assertThat(issue.path("expression").get(0).asText()).isEqualTo(expression);
    assertThat(patients()).isEqualTo(before);
  }

  @Test
  void theSameHoldsForXml() {
    JsonNode issue =
        error(
            http()
                .post(
                    "/Patient",
                    "<Patient xmlns=\"http://hl7.org/fhir\"><name><familly"
                        + " value=\"x\"/></name></Patient>",
                    "Content-Type",
                    "application/fhir+xml",
                    "Accept",
                    "application/fhir+json"),
            400);
    assertThat(issue.path("expression").get(0).asText()).isEqualTo("Patient.name[0].familly");
    assertThat(issue.path("diagnostics").asText()).contains("'family'");
  }

  @Test
  void aTransactionWithOneBadEntryStoresNothing() {
    int before = patients();

    JsonNode issue =
        error(
            http()
                .post(
                    "",
                    """
                    {"resourceType":"Bundle","type":"transaction","entry":[
                      {"resource":{"resourceType":"Patient","active":true},
                       "request":{"method":"POST","url":"Patient"}},
                      {"resource":{"resourceType":"Patient","birthDate":"x"},
                       "request":{"method":"POST","url":"Patient"}}]}
                    """),
            400);

    assertThat(issue.path("expression").get(0).asText())
        .isEqualTo("Bundle.entry[1].resource.birthDate");
    assertThat(patients()).isEqualTo(before);
  }

  @Test
  void anUpdateWithoutItsIdIsRefused() {
    String id = UUID.randomUUID().toString();
    JsonNode issue = error(http().put("/Patient/" + id, "{\"resourceType\":\"Patient\"}"), 400);
    assertThat(issue.path("expression").get(0).asText()).isEqualTo("Patient.id");
    assertThat(http().get("/Patient/" + id).status()).isEqualTo(404);
  }

  @Test
  void anotherTypeThanThatOfTheUrlIsRefused() {
    JsonNode issue = error(http().post("/Patient", "{\"resourceType\":\"Basic\"}"), 400);
    assertThat(issue.path("expression").get(0).asText()).isEqualTo("Basic");
  }

  @Test
  void aReferenceToATypeThatIsNotAllowedIsUnprocessable() {
    JsonNode issue =
        error(
            http()
                .post(
                    "/Observation",
                    """
                    {"resourceType":"Observation","status":"final","code":{"text":"t"},
                     "subject":{"reference":"Practitioner/p"}}
                    """),
            422);
    assertThat(issue.path("expression").get(0).asText()).isEqualTo("Observation.subject.reference");
  }

  @Test
  void modeReportStoresAndTellsThoseWhoAsk() {
    Answer answer =
        http()
            .post(
                "/Observation",
                "{\"resourceType\":\"Observation\",\"status\":\"final\"}",
                "Prefer",
                OUTCOME);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.diagnostics()).contains("Observation.code");
    assertThat(http().get("/Observation/" + answer.id()).status()).isEqualTo(200);
  }

  @Test
  void validateReportsWhatCouldNotBeStored() {
    int before = patients();
    Answer answer =
        http()
            .post(
                "/Patient/$validate",
                "{\"resourceType\":\"Patient\",\"gender\":\"foo\",\"nmae\":1}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("issue").findValuesAsText("expression")).isNotNull();
    assertThat(answer.body()).contains("Patient.gender").contains("Patient.nmae");
    assertThat(patients()).isEqualTo(before);
  }

  @Test
  void validateOfAnUnknownProfileIsAnError() {
    Answer answer =
        http()
            .post(
                "/Patient/$validate?profile=http://example.org/none",
                "{\"resourceType\":\"Patient\",\"active\":true}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("issue").findValuesAsText("severity")).contains("error");
  }

  @Test
  void validateTakesAWrappedResource() {
    Answer answer =
        http()
            .post(
                "/Patient/$validate",
                """
                {"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"create"},
                 {"name":"resource","resource":{"resourceType":"Patient","id":"x"}}]}
                """);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("Patient.id");
  }

  @Test
  void validateOfAnInstanceReadsIt() {
    String id = http().post("/Patient", "{\"resourceType\":\"Patient\",\"active\":true}").id();
    assertThat(http().get("/Patient/" + id + "/$validate").status()).isEqualTo(200);
    assertThat(http().get("/Patient/" + UUID.randomUUID() + "/$validate").status()).isEqualTo(404);
  }
}
