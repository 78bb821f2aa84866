package org.andiron.server.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
