package org.andiron.server.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationsIT extends AndironIT {

  private final String key = UUID.randomUUID().toString().substring(0, 8);

  private String put(String type, String name, String elements) {
    String id = name + "-" + key;
    Answer answer =
        http()
            .put(
                type + "/" + id,
                "{\"resourceType\":\"" + type + "\"," + elements + "\"id\":\"" + id + "\"}");
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    return type + "/" + id;
  }

  private static Answer ok(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  private static String parameter(Answer answer, String name) {
    for (JsonNode parameter : answer.json().path("parameter")) {
      if (parameter.path("name").asText().equals(name)) {
        for (var fields = parameter.fields(); fields.hasNext(); ) {
          var field = fields.next();
          if (field.getKey().startsWith("value")) {
            return field.getValue().asText();
          }
        }
      }
    }
    return "";
  }

  @Test
  void resourceCountsAreFresh() {
    String before = parameter(ok(http().get("$get-resource-counts")), "Flag");
    put(
        "Flag",
        "f",
        "\"status\":\"active\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\""
            + put("Patient", "counted", "")
            + "\"},");
    String after = parameter(ok(http().get("$get-resource-counts")), "Flag");
    assertThat(Integer.parseInt(after))
        .isEqualTo((before.isEmpty() ? 0 : Integer.parseInt(before)) + 1);
  }

  @Test
  void metaIsReadAddedAndDeleted() {
    String patient = put("Patient", "tagged", "");
    String tag =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"meta\",\"valueMeta\":"
            + "{\"tag\":[{\"system\":\"urn:x\",\"code\":\""
            + key
            + "\"}]}}]}";
    assertThat(ok(http().post(patient + "/$meta-add", tag)).body()).contains(key);
    assertThat(ok(http().get(patient + "/$meta")).body()).contains(key);
    assertThat(ok(http().get("Patient/$meta")).body()).contains(key);
    assertThat(ok(http().get("$meta")).body()).contains(key);
    assertThat(ok(http().post(patient + "/$meta-delete", tag)).body()).doesNotContain(key);
    refused(http().get("Patient/nobody-" + key + "/$meta"));
    refused(http().post(patient + "/$meta-add", "{\"resourceType\":\"Parameters\"}"));
  }

  @Test
  void diffTellsWhatChanged() {
    String patient = put("Patient", "changed", "\"gender\":\"male\",");
    put("Patient", "changed", "\"gender\":\"female\",");
    assertThat(ok(http().get(patient + "/$diff")).body()).contains("Patient.gender", "female");
    assertThat(ok(http().get("$diff?from=" + patient + "/_history/1&to=" + patient)).body())
        .contains("Patient.gender");
    refused(http().get("Patient/nobody-" + key + "/$diff"));
    refused(http().get("$diff?from=" + patient + "&to=Observation/x"));
    refused(http().get(patient + "/$diff?fromVersion=x"));
  }

  @Test
  void validateReportsIssuesAndStoresNothing() {
    Answer answer =
        http()
            .post(
                "Observation/$validate", "{\"resourceType\":\"Observation\",\"status\":\"final\"}");
    assertThat(answer.status()).as(answer.body()).isIn(200, 412, 422);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.diagnostics()).contains("code");
    assertThat(ok(http().get(put("Patient", "valid", "") + "/$validate")).body())
        .contains("OperationOutcome");
  }

  @Test
  void aDocumentHoldsTheCompositionAndWhatItRefersTo() {
    String patient = put("Patient", "author", "");
    String composition =
        put(
            "Composition",
            "doc",
            "\"status\":\"final\",\"type\":{\"text\":\"x\"},\"date\":\"2020-01-01\",\"title\":\"x\","
                + "\"subject\":{\"reference\":\""
                + patient
                + "\"},\"author\":[{\"reference\":\""
                + patient
                + "\"}],");
    Answer document = ok(http().get(composition + "/$document"));
    assertThat(document.json().path("type").asText()).isEqualTo("document");
    assertThat(document.json().at("/entry/0/resource/resourceType").asText())
        .isEqualTo("Composition");
    assertThat(document.body()).contains("author-" + key);
    refused(http().get("Composition/nobody-" + key + "/$document"));
  }

  @Test
  void theSummaryIsAnIpsDocument() {
    String patient = put("Patient", "summary", "\"name\":[{\"family\":\"Testwoman\"}],");
    put(
        "AllergyIntolerance",
        "nuts",
        "\"clinicalStatus\":{\"coding\":[{\"system\":"
            + "\"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical\","
            + "\"code\":\"active\"}]},\"code\":{\"text\":\"Walnuts\"},\"patient\":{\"reference\":\""
            + patient
            + "\"},");
    Answer summary = ok(http().get(patient + "/$summary"));
    assertThat(summary.json().path("type").asText()).isEqualTo("document");
    assertThat(summary.json().at("/entry/0/resource/resourceType").asText())
        .isEqualTo("Composition");
    assertThat(summary.body()).contains("Walnuts", "Testwoman");
    refused(http().get("Patient/nobody-" + key + "/$summary"));
  }

  @Test
  void terminologyIsAnswered() {
    String system = "urn:cs:" + key;
    put(
        "CodeSystem",
        "cs",
        "\"url\":\""
            + system
            + "\",\"status\":\"active\",\"content\":\"complete\",\"hierarchyMeaning\":\"is-a\","
            + "\"concept\":[{\"code\":\"a\",\"display\":\"Alpha\",\"concept\":[{\"code\":\"b\","
            + "\"display\":\"Beta\"}]}],");
    put(
        "ValueSet",
        "vs",
        "\"url\":\"urn:vs:"
            + key
            + "\",\"status\":\"active\",\"compose\":{\"include\":[{\"system\":\""
            + system
            + "\"}]},");
    put(
        "ConceptMap",
        "cm",
        "\"url\":\"urn:cm:"
            + key
            + "\",\"status\":\"active\",\"sourceUri\":\"urn:vs:"
            + key
            + "\",\"targetUri\":\"urn:vs:2\",\"group\":[{\"source\":\""
            + system
            + "\",\"target\":\"urn:other\",\"element\":[{\"code\":\"a\",\"target\":[{\"code\":\"z\","
            + "\"equivalence\":\"equivalent\"}]}]}],");
    assertThat(ok(http().get("ValueSet/$expand?url=urn:vs:" + key)).body())
        .contains("Alpha", "Beta");
    assertThat(ok(http().get("ValueSet/vs-" + key + "/$expand?filter=bet")).body())
        .contains("\"b\"")
        .doesNotContain("Alpha");
    assertThat(
            parameter(
                ok(http().get("CodeSystem/$subsumes?system=" + system + "&codeA=a&codeB=b")),
                "outcome"))
        .isEqualTo("subsumes");
    assertThat(
            parameter(ok(http().get("CodeSystem/$lookup?system=" + system + "&code=b")), "display"))
        .isEqualTo("Beta");
    assertThat(
            parameter(
                ok(
                    http()
                        .get(
                            "ValueSet/$validate-code?url=urn:vs:"
                                + key
                                + "&system="
                                + system
                                + "&code=a")),
                "result"))
        .isEqualTo("true");
    assertThat(
            parameter(
                ok(http().get("CodeSystem/$validate-code?url=" + system + "&code=nope")), "result"))
        .isEqualTo("false");
    assertThat(
            ok(http()
                    .get("ConceptMap/$translate?system=" + system + "&code=a&source=urn:vs:" + key))
                .body())
        .contains("\"z\"");
    refused(http().get("ValueSet/$expand?url=urn:unknown:" + key));
    refused(http().get("CodeSystem/$lookup?system=" + system));
    refused(http().get("CodeSystem/$lookup?system=" + system + "&code=nope"));
    refused(http().get("CodeSystem/$subsumes?system=" + system + "&codeA=a"));
    refused(http().get("ConceptMap/$translate"));
  }

  @Test
  void expungeRemovesADeletedResourceForGood() {
    String patient = put("Patient", "gone", "");
    assertThat(http().delete(patient).status()).isIn(200, 204);
    ok(
        http()
            .post(
                patient + "/$expunge",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"expungeDeletedResources\","
                    + "\"valueBoolean\":true}]}"));
    assertThat(http().get(patient).status()).isEqualTo(404);
    refused(
        http()
            .post(
                "Patient/nobody-" + key + "/$expunge",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"expungeDeletedResources\","
                    + "\"valueBoolean\":true}]}"));
  }

  @Test
  void deleteExpungeRemovesAllThatMatch() {
    String patient = put("Patient", "bulkgone", "\"active\":false,");
    Answer started =
        ok(
            http()
                .post(
                    "$delete-expunge",
                    "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"url\",\"valueString\":"
                        + "\"Patient?_id=bulkgone-"
                        + key
                        + "\"}]}"));
    assertThat(parameter(started, "jobId")).isNotEmpty();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(http().get(patient).status()).isEqualTo(404));
    refused(http().post("$delete-expunge", "{\"resourceType\":\"Parameters\"}"));
    refused(
        http()
            .post(
                "$delete-expunge",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"url\",\"valueString\":"
                    + "\"Nonsense?x=y\"}]}"));
  }

  @Test
  void reindexFinishes() {
    String patient = put("Patient", "indexed", "");
    Answer started =
        http()
            .post(
                "$reindex",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"url\",\"valueString\":"
                    + "\"Patient?_id=indexed-"
                    + key
                    + "\"}]}",
                "Prefer",
                "respond-async");
    assertThat(started.status()).as(started.body()).isIn(200, 202);
    String status = started.header("Content-Location").orElseThrow();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(http().get(status).status()).isEqualTo(200));
    assertThat(ok(http().post(patient + "/$reindex", "{\"resourceType\":\"Parameters\"}")).body())
        .contains("Parameters");
    refused(
        http()
            .post(
                "$reindex",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"url\",\"valueString\":"
                    + "\"Nonsense?x=y\"}]}",
                "Prefer",
                "respond-async"));
  }

  @ParameterizedTest
  @CsvSource({
    "Patient/$nonsense",
    "$nonsense",
    "Patient/x/$nonsense",
    "Flag/$everything",
    "$mark-all-resources-for-reindexing",
    "$perform-reindexing-pass"
  })
  void anOperationThatDoesNotExistIsRefused(String path) {
    refused(http().get(path));
    refused(http().post(path, "{\"resourceType\":\"Parameters\"}"));
  }
}
