package org.andiron.server.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFormIT extends AndironIT {

  private String id = "";

  @BeforeEach
  void storeABasic() {
    id =
        http()
            .post(
                "Basic",
                """
                {"resourceType":"Basic","code":{"text":"x"},
                 "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">hello</div>"}}
                """)
            .id();
  }

  @AfterEach
  void removeTheBasic() {
    http().delete("Basic/" + id);
  }

  @Test
  void headHasTheHeadersOfGetAndNoBody() {
    for (String path : new String[] {"Basic/" + id, "Basic?_id=" + id, "metadata"}) {
      Answer get = http().get(path);
      Answer head = http().send("HEAD", path, null);

      assertThat(head.status()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
      assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"1\"", "\"1\"", "W/\"7\", W/\"1\"", "*"})
  void aVersionTheClientHasIsNotSentAgain(String tag) {
    Answer answer = http().get("Basic/" + id, "If-None-Match", tag);

    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("ETag")).contains("W/\"1\"");
  }

  @Test
  void anotherVersionIsSent() {
    assertThat(http().get("Basic/" + id, "If-None-Match", "W/\"2\"").status()).isEqualTo(200);
  }

  @Test
  void ifModifiedSinceComparesWholeSeconds() {
    String lastModified = http().get("Basic/" + id).header("Last-Modified").orElseThrow();

    assertThat(http().get("Basic/" + id, "If-Modified-Since", lastModified).status())
        .isEqualTo(304);
    assertThat(
            http()
                .get("Basic/" + id, "If-Modified-Since", "Fri, 01 Jan 2010 00:00:00 GMT")
                .status())
        .isEqualTo(200);
  }

  @Test
  void ifModifiedSinceThatIsNoDateIsIgnored() {
    assertThat(http().get("Basic/" + id, "If-Modified-Since", "yesterday").status()).isEqualTo(200);
  }

  @Test
  void summaryTextOfAReadIsAResource() {
    Answer answer = http().get("Basic/" + id + "?_summary=text");

    assertThat(answer.json().path("resourceType").asText()).isEqualTo("Basic");
    assertThat(answer.json().at("/text/div").asText()).contains("hello");
    assertThat(answer.json().at("/meta/tag/0/code").asText()).isEqualTo("SUBSETTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "many"})
  void aCountThatIsNoCountIsRefused(String count) {
    Answer answer = http().get("Basic?_count=" + count);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.diagnostics()).contains("_count");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2020-01-01", "2020-01", "2020"})
  void sinceMayBeTheStartOfAPeriod(String since) {
    assertThat(total("Basic/" + id + "/_history?_since=" + since)).isEqualTo(1);
    assertThat(total("Basic/_history?_count=1&_since=" + since)).isPositive();
    assertThat(http().get("_history?_count=1&_since=" + since).status()).isEqualTo(200);
    Answer batch = batchOf("Basic/" + id + "/_history?_since=" + since);
    assertThat(batch.json().at("/entry/0/resource/total").asInt()).isEqualTo(1);
  }

  @Test
  void sinceAfterTheLastChangeFindsNothing() {
    assertThat(total("Basic/" + id + "/_history?_since=2999")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2020-02-30", "2020-13", "yesterday"})
  void sinceThatIsNoDateIsRefused(String since) {
    Answer answer = http().get("Basic/" + id + "/_history?_since=" + since);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.diagnostics()).contains(since);
  }

  private int total(String history) {
    Answer answer = http().get(history);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("total").asInt();
  }

  private Answer batchOf(String url) {
    return http()
        .post(
            "",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\""
                + url
                + "\"}}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic/_history/1", "_history/1", "metadata/x", "Basic/_search/x", "$export/x"})
  void nothingIsBelowTheEndOfAPath(String path) {
    Answer answer = http().get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.diagnostics()).contains("nothing below");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Basic|GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
        "Basic/x|GET, HEAD, PUT, PATCH, DELETE, OPTIONS",
        "Basic/x/_history|GET, HEAD, OPTIONS",
        "Basic/x/_history/1|GET, HEAD, OPTIONS",
        "Basic/_search|GET, HEAD, POST, OPTIONS",
        "Patient/x/$everything|GET, HEAD, POST, OPTIONS",
        "metadata|GET, HEAD, OPTIONS"
      })
  void optionsNameTheMethods(String path, String methods) {
    Answer answer = http().send("OPTIONS", path, null);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Allow")).contains(methods);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void optionsOfTheBaseAreTheCapabilityStatement() {
    Answer answer = http().send("OPTIONS", "", null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Allow")).contains("GET, HEAD, POST, OPTIONS");
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("CapabilityStatement");
  }

  @Test
  void optionsOfAnUnknownTypeAreNotFound() {
    Answer answer = http().send("OPTIONS", "Nope", null);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  @Test
  void serverAssignedIdsAreUuidsAndClientsMayChooseNumbers() {
    String numeric = Long.toString(System.nanoTime());

    assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    assertThat(
            http()
                .put(
                    "Basic/" + numeric,
                    "{\"resourceType\":\"Basic\",\"id\":\""
                        + numeric
                        + "\",\"code\":{\"text\":\"x\"}}")
                .status())
        .isEqualTo(201);
    assertThat(http().get("Basic/" + numeric).id()).isEqualTo(numeric);
    http().delete("Basic/" + numeric);
  }
}
