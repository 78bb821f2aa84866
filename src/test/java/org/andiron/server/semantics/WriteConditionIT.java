package org.andiron.server.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteConditionIT extends AndironIT {

  private static final String STALE = "W/\"9\"";

  private final String key = UUID.randomUUID().toString();
  private String id = "";

  @BeforeEach
  void storeABasic() {
    id = http().post("Basic", basic(null, "first")).id();
  }

  @AfterEach
  void removeTheBasic() {
    http().delete("Basic/" + id);
  }

  @Nested
  class SingleRequests {

    @Test
    void updatesOfTheCurrentVersionSucceed() {
      Answer answer = http().put("Basic/" + id, basic(id, "second"), "If-Match", "W/\"1\"");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("ETag")).contains("W/\"2\"");
    }

    @Test
    void updatesOfAnotherVersionAreRefusedWith412() {
      assertRefused(http().put("Basic/" + id, basic(id, "second"), "If-Match", STALE), 412);
    }

    @Test
    void conditionalUpdatesAreHeldToTheVersionToo() {
      assertRefused(http().put(search(), basic(null, "second"), "If-Match", STALE), 412);
      assertThat(http().put(search(), basic(null, "second"), "If-Match", "W/\"1\"").status())
          .isEqualTo(200);
    }

    @Test
    void patchesOfAnotherVersionAreRefusedWith412() {
      String patch = "[{\"op\":\"replace\",\"path\":\"/code/text\",\"value\":\"second\"}]";
      String[] headers = {"If-Match", STALE, "Content-Type", "application/json-patch+json"};

      assertRefused(http().patch("Basic/" + id, patch, headers), 412);
      assertRefused(http().patch(search(), patch, headers), 412);
    }

    @Test
    void deletesOfAnotherVersionAreRefusedWith412() {
      assertRefused(http().delete("Basic/" + id, "If-Match", STALE), 412);
      assertRefused(http().delete(search(), "If-Match", STALE), 412);
      assertThat(http().get("Basic/" + id).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"1,400", "'\"1\"',400", "'W/\"x\"',412"})
    void tagsThatNoVersionHasAreRefused(String tag, int status) {
      assertRefused(http().put("Basic/" + id, basic(id, "second"), "If-Match", tag), status);
    }

    @Test
    void ifMatchOfAResourceThatDoesNotExistIsRefused() {
      String absent = "absent-" + key;

      assertRefused(http().put("Basic/" + absent, basic(absent, "x"), "If-Match", "W/\"1\""), 412);
    }

    @Test
    void ifMatchOfAnythingIsMetByAnyVersion() {
      String patch = "[{\"op\":\"replace\",\"path\":\"/code/text\",\"value\":\"third\"}]";
      String[] headers = {"If-Match", "*", "Content-Type", "application/json-patch+json"};

      assertThat(http().put("Basic/" + id, basic(id, "second"), "If-Match", "*").status())
          .isEqualTo(200);
      assertThat(http().patch("Basic/" + id, patch, headers).status()).isEqualTo(200);
      assertThat(http().get("Basic/" + id).header("ETag")).contains("W/\"3\"");
      assertThat(http().delete("Basic/" + id, "If-Match", "*").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "W/\"1\"", "W/\"2\""})
    void ifMatchIsNotMetByWhatIsAbsentOrDeleted(String tag) {
      http().delete("Basic/" + id);
      String patch = "[{\"op\":\"replace\",\"path\":\"/code/text\",\"value\":\"x\"}]";
      String[] headers = {"If-Match", tag, "Content-Type", "application/json-patch+json"};

      for (String absent : new String[] {id, "absent-" + key}) {
        assertRefused(http().put("Basic/" + absent, basic(absent, "x"), "If-Match", tag), 412);
        assertRefused(http().patch("Basic/" + absent, patch, headers), 412);
        assertRefused(http().delete("Basic/" + absent, "If-Match", tag), 412);
      }
      assertRefused(http().delete(search(), "If-Match", tag), 412);
      assertThat(http().get("Basic/" + id).status()).isEqualTo(410);
    }

    @Test
    void ifNoneMatchOfAnythingCreatesOnly() {
      String fresh = "fresh-" + key.substring(0, 8);

      Answer created = http().put("Basic/" + fresh, basic(fresh, "x"), "If-None-Match", "*");
      Answer again = http().put("Basic/" + fresh, basic(fresh, "y"), "If-None-Match", "*");
      http().delete("Basic/" + fresh);

      assertThat(created.status()).isEqualTo(201);
      assertThat(created.header("Location"))
          .contains(baseUrl() + "/Basic/" + fresh + "/_history/1");
      assertRefused(again, 412);
    }
  }

  @Nested
  class EntriesOfBundles {

    @ParameterizedTest
    @CsvSource({"PUT,id,9,412", "PUT,search,9,412", "DELETE,id,9,412", "DELETE,search,9,412"})
    void areHeldToTheirVersion(String verb, String by, String version, int status) {
      String entry = entry(verb, by.equals("id") ? "Basic/" + id : search(), "W/\\\"" + version);

      assertRefused(http().post("", bundle("transaction", entry)), status);
      Answer batch = http().post("", bundle("batch", entry));
      assertThat(batch.json().at("/entry/0/response/status").asText()).startsWith(status + " ");
      assertThat(http().get("Basic/" + id).header("ETag")).contains("W/\"1\"");
    }

    @Test
    void ofTheCurrentVersionAreDone() {
      Answer answer =
          http().post("", bundle("transaction", entry("PUT", "Basic/" + id, "W/\\\"1")));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(http().get("Basic/" + id).header("ETag")).contains("W/\"2\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "W/\\\"1\\\""})
    void areHeldToExistence(String tag) {
      String absent = "Basic/absent-" + key;
      for (String verb : new String[] {"PUT", "DELETE"}) {
        String resource =
            verb.equals("PUT") ? "\"resource\":" + basic("absent-" + key, "x") + "," : "";
        String entry =
            "{%s\"request\":{\"method\":\"%s\",\"url\":\"%s\",\"ifMatch\":\"%s\"}}"
                .formatted(resource, verb, absent, tag);

        assertRefused(http().post("", bundle("transaction", entry)), 412);
        assertThat(
                http()
                    .post("", bundle("batch", entry))
                    .json()
                    .at("/entry/0/response/status")
                    .asText())
            .startsWith("412 ");
      }
      assertThat(http().get(absent).status()).isEqualTo(404);
    }

    @Test
    void ofAnyVersionAreDone() {
      String entry =
          "{\"resource\":%s,\"request\":{\"method\":\"PUT\",\"url\":\"Basic/%s\",\"ifMatch\":\"*\"}}"
              .formatted(basic(id, "second"), id);

      assertThat(http().post("", bundle("transaction", entry)).status()).isEqualTo(200);
      assertThat(http().get("Basic/" + id).header("ETag")).contains("W/\"2\"");
    }

    private String entry(String verb, String url, String tagWithoutEnd) {
      String resource =
          verb.equals("PUT")
              ? "\"resource\":" + basic(url.contains("?") ? null : id, "second") + ","
              : "";
      return """
      {%s"request":{"method":"%s","url":"%s","ifMatch":"%s\\""}}
      """
          .formatted(resource, verb, url, tagWithoutEnd);
    }

    private String bundle(String type, String entry) {
      return """
      {"resourceType":"Bundle","type":"%s","entry":[%s]}
      """
          .formatted(type, entry);
    }
  }

  @Test
  void deletingWhatOthersReferToIsAConflictAtOnce() {
    String observation =
        http()
            .post(
                "Observation",
                """
                {"resourceType":"Observation","status":"final","code":{"text":"x"},
                 "focus":[{"reference":"Basic/%s"}]}
                """
                    .formatted(id))
            .id();

    assertRefused(http().delete("Basic/" + id), 409);
    http().delete("Observation/" + observation);
  }

  /** Not of a hash table: histories would tell of numbers in the database. */
  @RepeatedTest(3)
  void severalAreDeletedInTheOrderInWhichTheyWereMade() {
    String identifier = UUID.randomUUID().toString();
    String entry =
        """
        {"resource":{"resourceType":"Basic","code":{"text":"x"},
          "identifier":[{"system":"urn:test","value":"%s"}]},
         "request":{"method":"POST","url":"Basic"}}
        """
            .formatted(identifier);
    Deque<String> newestFirst = new ArrayDeque<>();
    http()
        .post(
            "",
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + String.join(",", Collections.nCopies(40, entry))
                + "]}")
        .json()
        .path("entry")
        .forEach(it -> newestFirst.addFirst(it.at("/response/location").asText().split("/")[1]));
    assertThat(http().delete("Basic?identifier=urn:test%7C" + identifier).status()).isEqualTo(200);

    List<String> deleted = new ArrayList<>();
    http()
        .get("Basic/_history?_count=40")
        .json()
        .path("entry")
        .forEach(it -> deleted.add(it.at("/request/url").asText().split("/")[1]));
    assertThat(deleted).containsExactlyElementsOf(newestFirst);
  }

  private static void assertRefused(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(answer.json().at("/issue/0/severity").asText()).isEqualTo("error");
    assertThat(answer.diagnostics()).isNotBlank();
  }

  private String search() {
    return "Basic?identifier=urn:test%7C" + key;
  }

  private String basic(@Nullable String logicalId, String text) {
    return """
    {"resourceType":"Basic",%s"identifier":[{"system":"urn:test","value":"%s"}],
     "code":{"text":"%s"}}
    """
        .formatted(logicalId == null ? "" : "\"id\":\"" + logicalId + "\",", key, text);
  }
}
