package org.andiron.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalTargetsIT extends AndironIT {

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final String criteria = "identifier=urn:x-targets%7C" + key;

  @AfterEach
  void removeEverything() {
    for (String type : new String[] {"Observation", "Basic", "Practitioner"}) {
      http().delete(type + "?" + criteria);
    }
  }

  @Test
  void aConditionalReferenceLeadsToTheOneMatch() {
    String practitioner = idOf(http().post("Practitioner", resource("Practitioner", "")));

    Answer answer = transaction(post("Basic", author(), ""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(stored(answer, 0).at("/author/reference").asText())
        .isEqualTo("Practitioner/" + practitioner);
  }

  @Test
  void aConditionalReferenceWithoutMatchStoresNothing() {
    Answer answer = transaction(post("Basic", author(), ""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    assertThat(total("Basic")).isZero();
  }

  @Test
  void aConditionalReferenceWithSeveralMatchesStoresNothing() {
    http().post("Practitioner", resource("Practitioner", ""));
    http().post("Practitioner", resource("Practitioner", ""));

    Answer answer = transaction(post("Basic", author(), ""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(412);
    assertThat(total("Basic")).isZero();
  }

  @Test
  void aConditionalReferenceLeadsToWhatTheTransactionCreatesWithTheSameCriteria() {
    Answer answer =
        transaction(
            post("Basic", author(), ""), post("Practitioner", "", "\"ifNoneExist\":\"?CRITERIA\""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/entry/1/response/location").asText())
        .isEqualTo(stored(answer, 0).at("/author/reference").asText() + "/_history/1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConditionalReferenceLeadsToWhatTheTransactionStoresWhereverItStands(boolean first) {
    String basic = post("Basic", author(), "");
    String practitioner = post("Practitioner", "", "");

    Answer answer = first ? transaction(basic, practitioner) : transaction(practitioner, basic);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/entry/%d/response/location".formatted(first ? 1 : 0)).asText())
        .isEqualTo(stored(answer, first ? 0 : 1).at("/author/reference").asText() + "/_history/1");
  }

  @Test
  void aConditionalReferenceDoesNotLeadToWhatTheTransactionDeletes() {
    http().post("Practitioner", resource("Practitioner", ""));

    Answer answer =
        transaction(
            post("Basic", author(), ""),
            "{\"request\":{\"method\":\"DELETE\",\"url\":\"Practitioner?CRITERIA\"}}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    assertThat(total("Practitioner")).isEqualTo(1);
  }

  @Test
  void criteriaWithSeveralParametersFindWhatMeetsAllOfThem() {
    http().post("Practitioner", resource("Practitioner", "\"active\":false,"));
    String active = idOf(http().post("Practitioner", resource("Practitioner", "\"active\":true,")));

    Answer answer =
        transaction(
            post("Basic", "\"author\":{\"reference\":\"Practitioner?CRITERIA&active=true\"},", ""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(stored(answer, 0).at("/author/reference").asText())
        .isEqualTo("Practitioner/" + active);
  }

  @Test
  void aConditionalCreateLeavesTheOneMatchAsItIs() {
    String known = idOf(http().post("Practitioner", resource("Practitioner", "")));

    Answer answer =
        transaction(
            post("Practitioner", "\"active\":true,", "\"ifNoneExist\":\"CRITERIA\""),
            post("Basic", author(), ""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/entry/0/response/status").asText()).startsWith("200");
    assertThat(answer.json().at("/entry/0/response/location").asText())
        .startsWith("Practitioner/" + known + "/_history/1");
    assertThat(http().get("Practitioner/" + known).json().has("active")).isFalse();
  }

  /** HAPI took such criteria for no criteria and answered 500. */
  @ParameterizedTest
  @ValueSource(strings = {"", "?", "Practitioner?"})
  void aConditionalCreateMayBeginWithAModifier(String before) {
    String family = "Mod" + UUID.randomUUID().toString().replace("-", "");
    String entry =
        post(
            "Practitioner",
            "\"name\":[{\"family\":\"" + family + "\"}],",
            "\"ifNoneExist\":\"" + before + "family:exact=" + family + "&CRITERIA\"");
    for (String status : List.of("201", "200")) {
      Answer answer = transaction(entry);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.json().at("/entry/0/response/status").asText()).startsWith(status);
    }
  }

  @Test
  void aConditionalCreateAfterADeleteOfTheSameCreates() {
    String known = idOf(http().post("Practitioner", resource("Practitioner", "")));

    Answer answer =
        transaction(
            "{\"request\":{\"method\":\"DELETE\",\"url\":\"Practitioner/" + known + "\"}}",
            post("Practitioner", "", "\"ifNoneExist\":\"CRITERIA\""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/entry/1/response/status").asText()).startsWith("201");
    assertThat(total("Practitioner")).isEqualTo(1);
  }

  @Test
  void aConditionalCreateWithSeveralMatchesIsRefused() {
    http().post("Practitioner", resource("Practitioner", ""));
    http().post("Practitioner", resource("Practitioner", ""));

    assertThat(transaction(post("Practitioner", "", "\"ifNoneExist\":\"CRITERIA\"")).status())
        .isEqualTo(412);
  }

  @Test
  void aConditionalUpdateChangesTheOneMatch() {
    String known = idOf(http().post("Practitioner", resource("Practitioner", "")));

    Answer answer = transaction(put("Practitioner?CRITERIA", "\"active\":true,"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/entry/0/response/location").asText())
        .startsWith("Practitioner/" + known + "/_history/2");
    assertThat(http().get("Practitioner/" + known).json().path("active").asBoolean()).isTrue();
  }

  @Test
  void aConditionalUpdateWithoutMatchCreatesOnce() {
    String update = put("Practitioner?CRITERIA", "");
    Answer first = transaction(update);
    Answer second = transaction(update);

    assertThat(first.json().at("/entry/0/response/status").asText()).startsWith("201");
    assertThat(second.json().at("/entry/0/response/status").asText()).startsWith("200");
    assertThat(total("Practitioner")).isEqualTo(1);
  }

  @Test
  void twoEntriesThatWouldMeetOneConditionAreRefused() {
    Answer answer =
        transaction(
            post("Practitioner", "", ""), post("Practitioner", "", "\"ifNoneExist\":\"CRITERIA\""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(total("Practitioner")).isZero();
  }

  @Test
  void anEntryThatWouldMeetTheConditionOfAnUpdateIsRefused() {
    http().post("Practitioner", resource("Practitioner", ""));

    Answer answer =
        transaction(put("Practitioner?CRITERIA", "\"active\":true,"), post("Practitioner", "", ""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(total("Practitioner")).isOne();
  }

  @Test
  void entriesWithConditionsOfTheirOwnAreStoredTogether() {
    Answer answer =
        transaction(
            post("Practitioner", "\"active\":true,", "\"ifNoneExist\":\"CRITERIA&active=true\""),
            put("Practitioner?CRITERIA&active=false", "\"active\":false,"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(total("Practitioner")).isEqualTo(2);
  }

  @Test
  void aResourceThatDoesNotMeetItsOwnCriteriaIsRefused() {
    Answer answer = transaction(put("Practitioner?CRITERIA&active=true", "\"active\":false,"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(412);
    assertThat(total("Practitioner")).isZero();
  }

  @Test
  void criteriaThatAreNotUnderstoodAreRefused() {
    Answer answer =
        transaction(post("Basic", "\"author\":{\"reference\":\"Practitioner?nope=1\"},", ""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("nope");
  }

  private static String author() {
    return "\"author\":{\"reference\":\"Practitioner?CRITERIA\"},";
  }

  private String post(String type, String elements, String condition) {
    return entry(type, elements, "POST", type, condition.isEmpty() ? "" : "," + condition);
  }

  private String put(String url, String elements) {
    return entry(url.substring(0, url.indexOf('?')), elements, "PUT", url, "");
  }

  private String entry(String type, String elements, String method, String url, String rest) {
    return """
    {"fullUrl":"urn:uuid:%s","resource":%s,"request":{"method":"%s","url":"%s"%s}}\
    """
        .formatted(UUID.randomUUID(), resource(type, elements), method, url, rest);
  }

  private String resource(String type, String elements) {
    return """
    {"resourceType":"%s",%s"identifier":[{"system":"urn:x-targets","value":"%s"}]}\
    """
        .formatted(
            type, (type.equals("Basic") ? "\"code\":{\"text\":\"x\"}," : "") + elements, key);
  }

  private Answer transaction(String... entries) {
    return http()
        .post(
            "",
            ("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                    + String.join(",", entries)
                    + "]}")
                .replace("CRITERIA", criteria));
  }

  private JsonNode stored(Answer answer, int entry) {
    return http().get(answer.json().at("/entry/" + entry + "/response/location").asText()).json();
  }

  private int total(String type) {
    return http().get(type + "?_summary=count&" + criteria).json().path("total").asInt();
  }

  private static String idOf(Answer created) {
    return created.json().path("id").asText();
  }
}
