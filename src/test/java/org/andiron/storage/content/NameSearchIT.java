package org.andiron.storage.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code :text} over HTTP. Each test's resources have an identifier of their own. */
class NameSearchIT extends AndironIT {

  private final String mark = "t" + UUID.randomUUID().toString().replace("-", "");
  private final List<String> stored = new ArrayList<>();

  @AfterEach
  void removeThem() {
    for (int i = stored.size() - 1; i >= 0; i--) {
      http().delete(stored.get(i));
    }
  }

  private String store(String type, String name, String more) {
    String id = mark.substring(0, 12) + '-' + name;
    Answer answer =
        http()
            .put(
                type + '/' + id,
                """
                {"resourceType":"%s","id":"%s","identifier":[{"value":"%s"}],%s}
                """
                    .formatted(type, id, mark, more));
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    stored.add(type + '/' + id);
    return type + '/' + id;
  }

  private void observation(String name, String text, String display, String more) {
    store(
        "Observation",
        name,
        """
        "status":"final",%s"code":{"text":"%s","coding":[{"system":"urn:c","code":"c","display":"%s"}]}
        """
            .formatted(more, text, display));
  }

  private Answer ask(String query) {
    Answer answer = http().get(query + "&identifier=" + mark);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static List<String> names(Answer answer) {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : answer.json().path("entry")) {
      String id = entry.at("/resource/id").asText();
      names.add(id.substring(id.indexOf('-') + 1));
    }
    return names;
  }

  private void observations() {
    observation("a", "Blutzucker", "Glucose in Blood", "");
    observation("b", "左肺结节", "CT-Thorax, leberzellkarzinom", "");
    observation("c", "Urine glucose, fasting", "Glucose", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "gluc # a c",
        "blood # a",
        "Glucose in Bl # a",
        "blood glucose # a",
        "blutzucker glucose # a",
        "glucose -urin # a",
        "-glucose # b",
        "\"glucose in blood\" # a",
        "\"blood glucose\" # ``",
        "\"blutzucker glucose\" # ``",
        "blood or urine # a c",
        "blood,urine # a c",
        "(blood or urine) fast* # c",
        "lucose # ``",
        "*lucose # a c",
        "*zellkarz* # b",
        "*zellkarz* or blood # a b",
        "*zellkarz* blood # ``",
        "-*zellkarz* # a c",
        "*lucose -*asti* # a",
        "*zellkarz # ``",
        "thorax # b",
        "ctthor # b",
        "结节 # b",
        "结节 -glucose # b",
        "肺 # b",
        "左结 # ``"
      })
  void theTextsOfACodeAreSearchedAsContentIs(String words, String names) {
    observations();

    Answer answer = ask("Observation?_sort=_id&_total=accurate&code:text=" + encoded(words));

    assertThat(String.join(" ", names(answer))).isEqualTo(names);
    assertThat(answer.json().path("total").asInt()).isEqualTo(names(answer).size());
  }

  @Test
  void whatMatchesBetterHasAHigherScoreAndComesFirst() {
    observation("once", "Glucose in blood and much else that is of no use", "Sugar", "");
    observation("often", "Glucose, glucose, glucose", "Glucose", "");

    for (String sort : List.of("_score", "-_score")) {
      Answer answer = ask("Observation?code:text=glucose&_sort=" + sort);
      List<String> expected =
          sort.equals("_score") ? List.of("often", "once") : List.of("once", "often");
      assertThat(names(answer)).isEqualTo(expected);
      JsonNode entries = answer.json().path("entry");
      double first = entries.at("/0/search/score").asDouble();
      double second = entries.at("/1/search/score").asDouble();
      assertThat(first).isBetween(0.0001, 1.0);
      assertThat(second).isBetween(0.0001, 1.0);
      assertThat(first > second).isEqualTo(sort.equals("_score"));
    }
  }

  @Test
  void scoresOfTextAndContentAreAdded() {
    observations();

    double text = score("code:text=blood");
    double content = score("_content=glucose");

    assertThat(score("code:text=blood&_content=glucose"))
        .isCloseTo(text + content, org.assertj.core.data.Offset.offset(0.001));
    assertThat(ask("Observation?code:text=glucose&_content=fasting").json().path("total").asInt())
        .isEqualTo(1);
  }

  private double score(String query) {
    return ask("Observation?_id=" + mark.substring(0, 12) + "-a&" + query)
        .json()
        .at("/entry/0/search/score")
        .asDouble();
  }

  @Test
  void whatReferencesAreCalledIsSearchedToo() {
    String other = "\"subject\":{\"reference\":\"http://other.example.org/Patient/1\",";
    observation("a", "x", "y", other + "\"display\":\"Hüber, Anna-Lena\"},");
    observation("b", "x", "y", other + "\"display\":\"李小明\"},");

    assertThat(names(ask("Observation?subject:text=hub%20anna"))).containsExactly("a");
    assertThat(names(ask("Observation?subject:text=lena"))).containsExactly("a");
    assertThat(names(ask("Observation?subject:text=annalena"))).containsExactly("a");
    assertThat(names(ask("Observation?subject:text=" + encoded("小明")))).containsExactly("b");
    assertThat(names(ask("Observation?subject:text=-anna"))).containsExactly("b");
  }

  @Test
  void chainsAndReverseChainsSearchTexts() {
    String patient =
        store("Patient", "p", "\"communication\":[{\"language\":{\"text\":\"Swiss German\"}}]");
    String subject = "\"subject\":{\"reference\":\"" + patient + "\"},";
    observation("a", "Blood glucose", "Sugar", subject);
    observation("b", "Weight", "Mass", subject);

    assertThat(names(ask("Observation?code:text=gluc&subject:Patient.language:text=german")))
        .containsExactly("a");
    assertThat(names(ask("Observation?subject:Patient.language:text=french"))).isEmpty();
    assertThat(names(ask("Patient?_has:Observation:patient:code:text=glucose")))
        .containsExactly("p");
    assertThat(names(ask("Patient?_has:Observation:patient:code:text=-glucose%20-weight")))
        .isEmpty();
  }

  @Test
  void aChainSearchesTextsOfContainedResources() {
    observation(
        "a",
        "x",
        "y",
        """
        "contained":[{"resourceType":"Patient","id":"p","communication":[{"language":{"text":"Swiss German"}}]}],
        "subject":{"reference":"#p"},
        """);

    assertThat(names(ask("Observation?subject:Patient.language:text=german"))).containsExactly("a");
    assertThat(names(ask("Observation?subject:Patient.language:text=french"))).isEmpty();
  }

  @Test
  void aTextOnlyOfSignsIsFoundByThem() {
    observation("a", "++", "none", "");
    observation("b", "+", "none", "");

    assertThat(names(ask("Observation?code:text=%2B%2B"))).containsExactly("a");
  }

  @Test
  void tooManyWordsAreRefused() {
    Answer answer = http().get("Observation?code:text=" + "a%20".repeat(501));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.diagnostics()).contains("at most 500 words");
  }

  @ParameterizedTest
  @CsvSource({
    "given, anna, lena line dash",
    "given, anna lena, lena dash",
    "given, anna-lena, lena line dash",
    "given, annalena, line dash",
    "given, lena, lena dash",
    "given, ann, lena line dash amos",
    "family, huberstrasse, dash",
    "family, hüber-strasse, dash lena",
    "family, huber strasse, dash lena",
    "family, strasse, dash lena",
    "family, obrien, line",
    "family, o'brien, line amos",
    "family, o’brien, line amos",
    "family, o brien, line amos",
    "family, brien, amos",
    "name, brien, amos",
    "family:contains, rstr, dash",
    "family:contains, r-str, dash lena",
    "family:exact, Hüber-Straße, dash",
  })
  void namesAreFoundHoweverTheirWordsAreJoined(String parameter, String value, String names) {
    patient("dash", "Anna-Lena", "Hüber-Straße");
    patient("lena", "Anna Lena", "Huber Strasse");
    patient("line", "Annalena", "O'Brien");
    patient("amos", "Ann", "O Brien");

    assertThat(names(ask("Patient?" + parameter + '=' + encoded(value))))
        .containsExactlyInAnyOrder(names.split(" "));
  }

  private void patient(String name, String given, String family) {
    store(
        "Patient",
        name,
        "\"name\":[{\"family\":\"%s\",\"given\":[\"%s\"]}]".formatted(family, given));
  }

  @Test
  void furtherFormsOfNamesChangeNeitherOrderNorEquality() {
    patient("c", "x", "O'Brien");
    patient("b", "x", "Oakley");
    patient("a", "x", "Zoe-Anna Berg");

    assertThat(names(ask("Patient?_sort=family"))).containsExactly("b", "c", "a");
    assertThat(names(ask("Patient?_sort=-family"))).containsExactly("a", "c", "b");
    assertThat(names(ask("Patient?_filter=" + encoded("family ne \"O'Brien\"") + "&_sort=_id")))
        .containsExactly("a", "b");
    assertThat(names(ask("Patient?_filter=" + encoded("family eq \"o'brien\""))))
        .containsExactly("c");
    assertThat(names(ask("Patient?_filter=" + encoded("family eq \"berg\"")))).isEmpty();
    assertThat(names(ask("Patient?_filter=" + encoded("family sw \"berg\"")))).containsExactly("a");
  }
}
