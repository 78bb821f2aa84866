package org.andiron.server.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no honest client sends, and clumsy ones do: each a 4xx, and nothing stored. */
class BadInputIT extends AndironIT {

  private static final String JSON_PATCH = "application/json-patch+json";

  private final String tag = UUID.randomUUID().toString();

  private String stored() {
    return http()
        .post(
            "Patient",
            """
            {"resourceType": "Patient", "gender": "male", "name": [{"family": "Stein"}],
             "identifier": [{"system": "urn:bad-input", "value": "%s"}]}
            """
                .formatted(tag))
        .id();
  }

  private int found() {
    return http()
        .get("Patient?identifier=urn:bad-input%7C" + tag + "&_summary=count")
        .json()
        .get("total")
        .asInt();
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().at("/resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.json().at("/issue/0/code").asText()).isNotIn("exception", "processing");
    assertThat(answer.diagnostics()).doesNotContain("SQL", "HFJ_", "Exception");
  }

  @Nested
  class Patches {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "null",
          "{}",
          "[null]",
          "[{\"op\": \"copy\", \"path\": \"/name\"}]",
          "[{\"op\": \"frob\", \"path\": \"/name\"}]",
          "[{\"op\": \"add\", \"path\": \"/nmae\", \"value\": \"x\"}]",
          "[{\"op\": \"replace\", \"path\": \"/gender\", \"value\": \"none\"}]",
          "[{\"op\": \"replace\", \"path\": \"/id\", \"value\": \"other\"}]",
          "[{\"op\": \"replace\", \"path\": \"/name/0/family\", \"value\": \"a\\u0000b\"}]",
          "[{\"op\": \"replace\", \"path\": \"/name/0/family\", \"value\": \"a\\ud800b\"}]",
        })
    void areRefusedIfTheyAreNoneOrMakeTheResourceInvalid(String patch) {
      String id = stored();

      assertRefused(http().patch("Patient/" + id, patch, "Content-Type", JSON_PATCH));

      assertThat(http().get("Patient/" + id).json().at("/meta/versionId").asText()).isEqualTo("1");
    }

    @Test
    void cannotGrowTheResourceWithoutBound() {
      String id = stored();
      String copies = doubling(40);

      assertRefused(http().patch("Patient/" + id, copies, "Content-Type", JSON_PATCH));
      assertRefused(
          http()
              .post(
                  "",
                  """
                  {"resourceType": "Bundle", "type": "transaction", "entry": [{
                    "resource": {"resourceType": "Binary", "contentType": "%s", "data": "%s"},
                    "request": {"method": "PATCH", "url": "Patient/%s"}}]}
                  """
                      .formatted(
                          JSON_PATCH,
                          Base64.getEncoder()
                              .encodeToString(copies.getBytes(StandardCharsets.UTF_8)),
                          id)));
    }

    private static String doubling(int times) {
      String copy = "{\"op\": \"copy\", \"from\": \"/name\", \"path\": \"/name/-\"}";
      return "[" + (copy + ",").repeat(times - 1) + copy + "]";
    }

    @ParameterizedTest
    @CsvSource({
      "add, Patient, gendr, valueCode, male",
      "replace, Patient.gender, '', valueCode, none",
    })
    void byPathAreRefusedIfTheyDoNotFit(
        String type, String path, String name, String value, String code) {
      String id = stored();
      String part =
          name.isEmpty() ? "" : "{\"name\": \"name\", \"valueString\": \"%s\"},".formatted(name);

      assertRefused(
          http()
              .patch(
                  "Patient/" + id,
                  """
                  {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": [
                    {"name": "type", "valueCode": "%s"}, {"name": "path", "valueString": "%s"},
                    %s {"name": "value", "%s": "%s"}]}]}
                  """
                      .formatted(type, path, part, value, code)));
    }

    @Test
    void byPathAreParameters() {
      assertRefused(http().patch("Patient/" + stored(), "{\"resourceType\": \"Patient\"}"));
    }
  }

  @Nested
  class Criteria {

    @Test
    void areNeededToDeleteOrPatchByThem() {
      stored();

      assertRefused(http().delete("Patient"));
      assertRefused(http().delete("Patient?_expunge=true"));
      assertRefused(http().delete("Patient?_sort=family"));
      assertRefused(http().delete("Patient?_include:iterate=Patient:link"));
      assertRefused(http().delete("Patient?family="));
      assertRefused(http().delete("Patient?family=,"));
      assertRefused(http().delete("Patient?_filter=family%20eq"));
      assertRefused(http().delete("Patient?_content=,"));
      assertRefused(http().delete("Patient?_text:contains=nobody"));
      assertRefused(http().delete("Patient?_unknown=nobody"));
      assertRefused(http().delete("Patient?_id=nobody&_unknown=nobody"));
      assertRefused(
          http()
              .post(
                  "$delete-expunge",
                  "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"url\","
                      + " \"valueString\": \"Patient?family=\"}]}"));
      assertRefused(http().patch("Patient", "[]", "Content-Type", JSON_PATCH));

      assertThat(found()).isEqualTo(1);
    }

    @Test
    void areNeededInIfNoneExist() {
      assertRefused(
          http().post("Patient", "{\"resourceType\": \"Patient\"}", "If-None-Exist", " "));
    }
  }

  @Nested
  class Entries {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"method\": \"DELETE\", \"url\": \"Patient\"}",
          "{\"method\": \"DELETE\", \"url\": \"Patient?\"}",
          "{\"method\": \"DELETE\", \"url\": \"Patient?_expunge=true\"}",
          "{\"method\": \"DELETE\", \"url\": \"Patient?_sort=family\"}",
          "{\"method\": \"DELETE\", \"url\": \"Patient?family=\"}",
          "{\"method\": \"DELETE\", \"url\": \"Patient?_filter=family%20eq\"}",
          "{\"method\": \"DELETE\", \"url\": \"Patient?_unknown=nobody\"}",
          "{\"method\": \"POST\", \"url\": \"Observation\"}",
          "{\"method\": \"PUT\", \"url\": \"Observation/x\"}",
          "{\"method\": \"PUT\", \"url\": \"Patient/another-id\"}",
          "{\"method\": \"POST\"}",
          "{\"url\": \"Patient\"}",
          "{\"method\": \"GET\", \"url\": \"Patient?name=%00\"}",
          "{\"method\": \"GET\", \"url\": \"RiskAssessment?probability=1e999999999\"}",
        })
    void thatWouldBeRefusedAloneAreRefusedTogetherToo(String request) {
      String id = stored();
      String bundle =
          """
          {"resourceType": "Bundle", "type": "%s", "entry": [{
            "resource": {"resourceType": "Patient", "id": "%s"}, "request": %s}]}
          """;

      assertRefused(http().post("", bundle.formatted("transaction", id, request)));

      Answer batch = http().post("", bundle.formatted("batch", id, request));
      if (batch.status() == 200) {
        assertThat(batch.json().at("/entry/0/response/status").asText()).startsWith("400");
        assertThat(batch.json().at("/entry/0/response/outcome/issue/0/code").asText())
            .isNotEqualTo("exception");
      } else {
        assertRefused(batch);
      }
      assertThat(http().get("Patient/" + id).json().at("/meta/versionId").asText()).isEqualTo("1");
    }
  }

  @Nested
  class Values {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Observation?value-quantity=1e999999999",
          "Observation?value-quantity=lt1e400%7Chttp://unitsofmeasure.org%7Cmg",
          "RiskAssessment?probability=1e-999999999",
          "Patient?_has:RiskAssessment:subject:probability=1e999999999",
          "Location?near=abc",
          "Patient?_filter=(((",
          "ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender&count=abc",
        })
    void thatCannotBeSearchedForAreRefused(String search) {
      assertRefused(http().get(search));
    }

    @Test
    void ofAnIdentifierMayLookLikeANumber() {
      assertThat(http().get("Patient?identifier=1e999999999").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "a\\ud800b", "a\\udc00\\ud800b"})
    void thatNoDatabaseHoldsAreRefused(String family) {
      assertRefused(
          http()
              .post(
                  "Patient",
                  """
                  {"resourceType": "Patient", "name": [{"family": "%s"}],
                   "identifier": [{"system": "urn:bad-input", "value": "%s"}]}
                  """
                      .formatted(family, tag)));
      assertThat(found()).isZero();
    }

    @Test
    void thatAreWellPairedSurrogatesAreStored() {
      assertThat(
              http()
                  .post(
                      "Patient",
                      "{\"resourceType\": \"Patient\", \"name\": [{\"family\": \"\\ud83d\\ude00\"}]}")
                  .status())
          .isEqualTo(201);
    }

    @Test
    void whatIsTooLongForAnIndexIsStoredAndFound() {
      String tag = UUID.randomUUID().toString();
      Answer risk =
          http()
              .post(
                  "RiskAssessment",
                  """
                  {"resourceType": "RiskAssessment", "status": "final",
                   "subject": {"reference": "Patient/%s"},
                   "prediction": [{"probabilityDecimal": 1%s}]}
                  """
                      .formatted(stored(), "0".repeat(60)));
      assertThat(risk.status()).as(risk.body()).isEqualTo(201);
      assertThat(http().get("RiskAssessment?probability=gt1e59&_id=" + risk.id()).entries())
          .isEqualTo(1);
      String url = "http://x/" + tag + "u".repeat(3000);
      Answer valueSet =
          http()
              .post(
                  "ValueSet",
                  "{\"resourceType\": \"ValueSet\", \"status\": \"draft\", \"url\": \"%s\"}"
                      .formatted(url));
      assertThat(valueSet.status()).as(valueSet.body()).isEqualTo(201);
      assertThat(http().get("ValueSet?url=" + url).entries()).isEqualTo(1);
      assertThat(http().get("ValueSet?url=" + url + "x").entries()).isZero();
      http().delete("RiskAssessment/" + risk.id());
      http().delete("ValueSet/" + valueSet.id());
    }
  }
}
