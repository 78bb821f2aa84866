package org.andiron.storage.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminologyIT extends AndironIT {

  private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final String system = "urn:cs:" + key;

  @BeforeEach
  void storeACodeSystem() {
    put(
        "CodeSystem/cs-" + key,
        """
        {"resourceType":"CodeSystem","id":"cs-KEY","url":"urn:cs:KEY","version":"1",
         "status":"active","content":"complete","hierarchyMeaning":"is-a",
         "property":[{"code":"parent","type":"code"},{"code":"colour","type":"string"}],
         "concept":[
          {"code":"animal","display":"Animal","concept":[
            {"code":"dog","display":"House dog","property":[{"code":"colour","valueString":"brown"}],
             "concept":[{"code":"poodle","display":"Poodle"}]},
            {"code":"cat","display":"House cat","property":[{"code":"colour","valueString":"black"}]}]},
          {"code":"wolfdog","display":"Wolfdog",
           "property":[{"code":"parent","valueCode":"dog"}]},
          {"code":"stone","display":"Stone"}]}
        """);
  }

  private void put(String path, String body) {
    Answer answer = http().put(path, body.replace("KEY", key));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  private static List<String> codes(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> codes = new ArrayList<>();
    for (JsonNode contains : answer.json().at("/expansion/contains")) {
      codes.add(contains.path("code").asText());
    }
    return codes;
  }

  private void valueSet(String name, String compose) {
    put(
        "ValueSet/" + name + "-" + key,
        "{\"resourceType\":\"ValueSet\",\"id\":\""
            + name
            + "-KEY\",\"url\":\"urn:"
            + name
            + ":KEY\",\"status\":\"active\",\"compose\":"
            + compose
            + "}");
  }

  private void filtered(String name, String property, String op, String value) {
    valueSet(
        name,
        "{\"include\":[{\"system\":\"urn:cs:KEY\",\"filter\":[{\"property\":\""
            + property
            + "\",\"op\":\""
            + op
            + "\",\"value\":\""
            + value
            + "\"}]}]}");
  }

  private Answer expand(String name, String parameters) {
    return http().get("ValueSet/" + name + "-" + key + "/$expand" + parameters);
  }

  @ParameterizedTest
  @CsvSource({
    "animal, poodle, subsumes",
    "poodle, animal, subsumed-by",
    "animal, wolfdog, subsumes",
    "dog, dog, equivalent",
    "dog, cat, not-subsumed",
    "stone, animal, not-subsumed"
  })
  void subsumptionOfAStoredCodeSystemIsKnown(String a, String b, String outcome) {
    String codes = "codeA=" + a + "&codeB=" + b;
    for (String path :
        List.of(
            "CodeSystem/$subsumes?system=" + system + "&" + codes,
            "CodeSystem/$subsumes?version=1&system=" + system + "&" + codes,
            "CodeSystem/cs-" + key + "/$subsumes?" + codes)) {
      Answer answer = http().get(path);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.json().at("/parameter/0/valueCode").asText()).isEqualTo(outcome);
    }
    String coding = "{\"name\":\"coding%s\",\"valueCoding\":{\"system\":\"%s\",\"code\":\"%s\"}}";
    String body =
        "{\"resourceType\":\"Parameters\",\"parameter\":["
            + coding.formatted("A", system, a)
            + ","
            + coding.formatted("B", system, b)
            + "]}";
    for (String path : List.of("CodeSystem/$subsumes", "CodeSystem/cs-" + key + "/$subsumes")) {
      Answer answer = http().post(path, body);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.json().at("/parameter/0/valueCode").asText()).isEqualTo(outcome);
    }
  }

  @ParameterizedTest
  @CsvSource({"_ActEncounterCode, AMB, subsumes", "AMB, EMER, not-subsumed"})
  void subsumptionOfABuiltInCodeSystemIsKnown(String a, String b, String outcome) {
    Answer answer =
        http().get("CodeSystem/$subsumes?system=" + ACT_CODE + "&codeA=" + a + "&codeB=" + b);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/parameter/0/valueCode").asText()).isEqualTo(outcome);
  }

  @Test
  void subsumptionThatCannotBeToldIsRefused() {
    String named = "CodeSystem/$subsumes?system=" + system;
    refused(http().get("CodeSystem/$subsumes"));
    refused(http().get("CodeSystem/$subsumes?codeA=dog&codeB=cat"));
    refused(http().get(named + "&codeA=dog"));
    assertThat(http().get(named + "&codeA=dog&codeB=none").status()).isEqualTo(404);
    assertThat(http().get(named + "&version=9&codeA=dog&codeB=cat").status()).isEqualTo(404);
    refused(http().get("CodeSystem/$subsumes?system=urn:none:" + key + "&codeA=a&codeB=b"));
    refused(http().get("CodeSystem/none-" + key + "/$subsumes?codeA=a&codeB=b"));
    refused(http().get("CodeSystem/cs-" + key + "/$subsumes?system=urn:x&codeA=dog&codeB=cat"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "concept; is-a; dog; dog,poodle,wolfdog",
        "concept; descendent-of; dog; poodle,wolfdog",
        "concept; is-not-a; dog; animal,cat,stone",
        "concept; generalizes; poodle; animal,dog,poodle",
        "concept; in; cat,stone; cat,stone",
        "concept; not-in; cat,stone; animal,dog,poodle,wolfdog",
        "code; =; cat; cat",
        "code; regex; .*dog; dog,wolfdog",
        "colour; =; brown; dog",
        "colour; in; brown,black; dog,cat",
        "colour; regex; b.*; dog,cat",
        "colour; exists; true; dog,cat",
        "parent; =; dog; poodle,wolfdog",
        "display; regex; House.*; dog,cat"
      })
  void filtersSelect(String property, String op, String value, String expected) {
    filtered("f", property, op, value);
    assertThat(codes(expand("f", ""))).containsExactlyInAnyOrder(expected.split(","));
  }

  @ParameterizedTest
  @CsvSource({
    "concept, is-a, unicorn",
    "concept, regex, (",
    "taste, =, sweet",
    "colour, is-a, brown",
    "colour, exists, perhaps"
  })
  void filtersWithoutMeaningAreRefused(String property, String op, String value) {
    filtered("bad", property, op, value);
    refused(expand("bad", ""));
    refused(http().get("Observation?code:in=urn:bad:" + key));
  }

  @Test
  void includesAndExcludesAndOtherValueSetsAreCombined() {
    filtered("dogs", "concept", "is-a", "dog");
    valueSet(
        "combined",
        "{\"include\":[{\"system\":\"urn:cs:KEY\",\"valueSet\":[\"urn:dogs:KEY\"]},"
            + "{\"system\":\"urn:cs:KEY\",\"concept\":[{\"code\":\"stone\"}]}],"
            + "\"exclude\":[{\"system\":\"urn:cs:KEY\",\"concept\":[{\"code\":\"poodle\"}]}]}");
    assertThat(codes(expand("combined", ""))).containsExactly("dog", "wolfdog", "stone");
    assertThat(codes(expand("combined", "?offset=1&count=1"))).containsExactly("wolfdog");
    valueSet("circle", "{\"include\":[{\"valueSet\":[\"urn:circle:KEY\"]}]}");
    refused(expand("circle", ""));
    valueSet("lost", "{\"include\":[{\"valueSet\":[\"urn:lost-other:KEY\"]}]}");
    refused(expand("lost", ""));
    valueSet("unknown", "{\"include\":[{\"system\":\"urn:unknown:KEY\"}]}");
    refused(expand("unknown", ""));
  }

  @Test
  void theTextFilterAndPagesNarrowAnExpansion() {
    valueSet("all", "{\"include\":[{\"system\":\"urn:cs:KEY\"}]}");
    assertThat(codes(expand("all", "?filter=HOUSE"))).containsExactly("dog", "cat");
    assertThat(codes(expand("all", "?filter=wolf"))).containsExactly("wolfdog");
    Answer page = expand("all", "?filter=dog&offset=1&count=1");
    assertThat(codes(page)).containsExactly("wolfdog");
    assertThat(page.json().at("/expansion/total").asInt()).isEqualTo(2);
    assertThat(page.json().at("/expansion/offset").asInt()).isEqualTo(1);
    assertThat(codes(expand("all", "?count=0"))).isEmpty();
    assertThat(codes(expand("all", "?filter=nothing"))).isEmpty();
    assertThat(codes(http().get("ValueSet/$expand?filter=stone&url=urn:all:" + key)))
        .containsExactly("stone");
    assertThat(codes(expand("all", "?includeHierarchy=true"))).containsExactly("animal", "stone");
    refused(expand("all", "?count=-1"));
  }

  @Test
  void aBuiltInValueSetIsFiltered() {
    assertThat(
            codes(
                http()
                    .get(
                        "ValueSet/$expand?filter=fem&url="
                            + "http://hl7.org/fhir/ValueSet/administrative-gender")))
        .containsExactly("female");
  }

  @Test
  void aChangedDefinitionIsEffectiveAtOnce() {
    valueSet(
        "changing", "{\"include\":[{\"system\":\"urn:cs:KEY\",\"concept\":[{\"code\":\"dog\"}]}]}");
    assertThat(codes(http().get("ValueSet/$expand?url=urn:changing:" + key)))
        .containsExactly("dog");
    valueSet(
        "changing", "{\"include\":[{\"system\":\"urn:cs:KEY\",\"concept\":[{\"code\":\"cat\"}]}]}");
    assertThat(codes(http().get("ValueSet/$expand?url=urn:changing:" + key)))
        .containsExactly("cat");
    assertThat(codes(expand("changing", ""))).containsExactly("cat");
  }

  @Test
  void tokenModifiersUseTheSameHierarchy() {
    for (String code : List.of("animal", "poodle", "wolfdog", "stone")) {
      put(
          "Observation/" + code + "-" + key,
          "{\"resourceType\":\"Observation\",\"id\":\""
              + code
              + "-KEY\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"urn:cs:KEY\",\"code\":\""
              + code
              + "\"}]}}");
    }
    filtered("below", "concept", "is-a", "dog");
    assertThat(found("code:in=urn:below:" + key)).containsExactlyInAnyOrder("poodle", "wolfdog");
    assertThat(found("code=" + encode(system + "|") + "&code:not-in=urn:below:" + key))
        .containsExactlyInAnyOrder("animal", "stone");
    assertThat(found("code:below=" + encode(system + "|dog")))
        .containsExactlyInAnyOrder("poodle", "wolfdog");
    assertThat(found("code:above=" + encode(system + "|wolfdog")))
        .containsExactlyInAnyOrder("animal", "wolfdog");
    assertThat(found("code:above=" + encode(system + "|poodle")))
        .containsExactlyInAnyOrder("animal", "poodle");
    refused(http().get("Observation?code:in=urn:nowhere:" + key));
    refused(http().get("Observation?code:below=dog"));
  }

  private List<String> found(String search) {
    Answer answer = http().get("Observation?" + search);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> codes = new ArrayList<>();
    for (JsonNode entry : answer.json().path("entry")) {
      codes.add(entry.at("/resource/code/coding/0/code").asText());
    }
    return codes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"is-a", "descendent-of", "regex"})
  void validationOfACodeAgreesWithTheExpansion(String op) {
    filtered("v", "concept", op, op.equals("regex") ? "(poodle|wolfdog)" : "dog");
    for (String code : List.of("poodle", "wolfdog", "stone", "nothing")) {
      Answer answer =
          http()
              .get(
                  "ValueSet/$validate-code?url=urn:v:"
                      + key
                      + "&system="
                      + system
                      + "&code="
                      + code);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.json().at("/parameter/0/valueBoolean").asBoolean())
          .as(code)
          .isEqualTo(code.equals("poodle") || code.equals("wolfdog"));
    }
  }

  @Test
  void aLargeCodeSystemIsUsableAtOnce() {
    StringBuilder concepts = new StringBuilder();
    for (int i = 0; i < 1500; i++) {
      concepts.append(i == 0 ? "" : ",").append("{\"code\":\"c").append(i).append("\"}");
    }
    put(
        "CodeSystem/large-" + key,
        "{\"resourceType\":\"CodeSystem\",\"id\":\"large-KEY\",\"url\":\"urn:large:KEY\","
            + "\"status\":\"active\",\"content\":\"complete\",\"concept\":[{\"code\":\"root\",\"concept\":["
            + concepts
            + "]}]}");
    valueSet("largest", "{\"include\":[{\"system\":\"urn:large:KEY\"}]}");
    Answer page = expand("largest", "?count=10&offset=1490");
    assertThat(codes(page)).hasSize(10);
    assertThat(page.json().at("/expansion/total").asInt()).isEqualTo(1501);
    assertThat(
            http()
                .get("CodeSystem/$subsumes?system=urn:large:" + key + "&codeA=root&codeB=c1499")
                .body())
        .contains("\"subsumes\"");
    assertThat(http().get("Observation?code:in=urn:largest:" + key).status()).isEqualTo(200);
  }

  @Test
  void everyCodeOfALargeHierarchyIsFoundAtOnce() {
    StringBuilder concepts = new StringBuilder();
    List<String> codes = new ArrayList<>();
    for (int root = 0; root < 30; root++) {
      concepts.append(root == 0 ? "" : ",").append(concept("r" + root, codes));
      for (int middle = 0; middle < 10; middle++) {
        String code = "r" + root + "m" + middle;
        concepts.append(middle == 0 ? "" : ",").append(concept(code, codes));
        for (int leaf = 0; leaf < 9; leaf++) {
          concepts.append(leaf == 0 ? "" : ",").append(concept(code + "l" + leaf, codes));
          concepts.append("]}");
        }
        concepts.append("]}");
      }
      concepts.append("]}");
    }
    assertThat(codes).hasSizeGreaterThan(3000);
    put(
        "CodeSystem/large-" + key,
        "{\"resourceType\":\"CodeSystem\",\"id\":\"large-KEY\",\"url\":\"urn:large:KEY\","
            + "\"version\":\"1\",\"status\":\"active\",\"content\":\"complete\",\"concept\":["
            + concepts.toString().replace("\"concept\":[]", "\"definition\":\"leaf\"")
            + "]}");
    for (int i = 0; i < codes.size(); i += 31) {
      Answer lookup =
          http().get("CodeSystem/$lookup?system=urn:large:" + key + "&code=" + codes.get(i));
      assertThat(lookup.status()).as(codes.get(i)).isEqualTo(200);
      assertThat(
              http()
                  .get("CodeSystem/$validate-code?url=urn:large:" + key + "&code=" + codes.get(i))
                  .json()
                  .at("/parameter/0/valueBoolean")
                  .asBoolean())
          .as(codes.get(i))
          .isTrue();
    }
    assertThat(
            http()
                .get("CodeSystem/$subsumes?system=urn:large:" + key + "&codeA=r29&codeB=r29m9l8")
                .body())
        .contains("subsumes");
  }

  private static String concept(String code, List<String> codes) {
    codes.add(code);
    return "{\"code\":\"" + code + "\",\"display\":\"Concept " + code + "\",\"concept\":[";
  }
}
