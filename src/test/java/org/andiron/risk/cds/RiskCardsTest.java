package org.andiron.risk.cds;

import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.condition;
import static org.andiron.risk.feature.Given.patient;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.andiron.risk.Installed;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.assessment.Scored;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.model.RiskLevels;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RiskCardsTest {

  private static final String BASE = "http://localhost/fhir";
  private static final CardContext VIEW = context(Language.ENGLISH, false, Optional.empty());

  private static CardContext context(Language language, boolean sent, Optional<Integer> orders) {
    return new CardContext(language, BASE, sent, Optional.of("p1"), orders);
  }

  private static JsonNode cards(CardContext context, Score score) {
    return new RiskCards(context).of(score).path("cards");
  }

  private static JsonNode card(CardContext context, String model, List<Resource> record) {
    JsonNode cards = cards(context, Scored.score(model, record));
    assertThat(cards).hasSize(1);
    return cards.get(0);
  }

  @Nested
  class OfAnAnswer {

    private final JsonNode card = card(VIEW, "cha2ds2-vasc", Scored.atrialFibrillation());

    @Test
    void saysTheResultInALine() {
      assertThat(card.path("summary").asText())
          .isEqualTo(
              "CHA2DS2-VASc: 6 points (range 0 to 9) – high. Stroke or thromboembolism within 1"
                  + " year.");
      assertThat(card.path("indicator").asText()).isEqualTo("warning");
    }

    @Test
    void hasAllByWhichItCanBeChecked() {
      assertThat(card.path("detail").asText())
          .contains("**CHA2DS2-VASc: 6 points")
          .contains("**What went into it**")
          .contains("- +2 points – Age: 76 years")
          .contains("**Values used**")
          .contains("(1 January 2010)")
          .contains("Intended use: ")
          .containsIgnoringCase("diagnosis")
          .contains("Computed from the data that are available on this server.")
          .doesNotContain("<");
    }

    @Test
    void namesTheModelCardAsItsSource() {
      assertThat(card.at("/source/label").asText()).isEqualTo("CHA2DS2-VASc, 1.0.0");
      assertThat(card.at("/source/url").asText())
          .startsWith(BASE + "/DocumentReference/risk-cha2ds2-vasc-");
      assertThat(card.at("/source/topic/system").asText()).isEqualTo("urn:ietf:rfc:3986");
      assertThat(card.at("/source/topic/code").asText()).endsWith("cha2ds2-vasc|1.0.0");
    }

    @Test
    void linksToCardAndScore() {
      assertThat(card.path("links")).hasSize(2);
      assertThat(card.path("links"))
          .allSatisfy(it -> assertThat(it.path("type").asText()).isEqualTo("absolute"));
      assertThat(card.at("/links/0/url").asText()).isEqualTo(card.at("/source/url").asText());
      assertThat(card.at("/links/1/url").asText())
          .isEqualTo(BASE + "/Patient/p1/$risk-score?model=cha2ds2-vasc");
    }

    @Test
    void linksToNoPatientWhoIsNotHere() {
      CardContext elsewhere =
          new CardContext(Language.ENGLISH, BASE, true, Optional.empty(), Optional.empty());
      JsonNode sent = card(elsewhere, "cha2ds2-vasc", Scored.atrialFibrillation());
      assertThat(sent.path("links")).hasSize(1);
      assertThat(sent.path("detail").asText())
          .contains("Computed from the data that the calling system sent");
    }

    @Test
    void offersReasonsToOverrideIt() {
      assertThat(card.path("overrideReasons")).hasSize(OverrideReason.values().length);
      assertThat(card.path("overrideReasons"))
          .allSatisfy(
              it -> {
                assertThat(it.path("system").asText()).isEqualTo(OverrideReason.SYSTEM);
                assertThat(OverrideReason.of(it.path("code").asText())).isPresent();
                assertThat(it.path("display").asText()).isNotBlank();
              });
    }

    @Test
    void hasAnIdThatTellsItsPackage() {
      UUID id = UUID.fromString(card.path("uuid").asText());
      assertThat(id.version()).isEqualTo(8);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(CardId.isOf(id, Installed.model("cha2ds2-vasc").content().digest())).isTrue();
      assertThat(CardId.isOf(id, Installed.model("has-bled").content().digest())).isFalse();
      String other = card(VIEW, "cha2ds2-vasc", Scored.atrialFibrillation()).path("uuid").asText();
      assertThat(other).isNotEqualTo(id.toString());
    }

    @Test
    void isInTheLanguageOfTheReader() {
      JsonNode chinese =
          card(
              context(Language.SIMPLIFIED_CHINESE, false, Optional.empty()),
              "cha2ds2-vasc",
              Scored.atrialFibrillation());
      assertThat(chinese.path("summary").asText()).contains("高危");
      assertThat(chinese.path("detail").asText()).contains("所用数值").contains("2010年1月1日");
    }
  }

  @Test
  void eachOutcomeThatHasAnAnswerHasACard() {
    Score score = Scored.score("prevent-2023", Scored.prevent());
    assertThat(cards(VIEW, score)).hasSize(score.predictions().size()).hasSizeGreaterThan(1);
    assertThat(cards(VIEW, score).get(0).path("summary").asText())
        .isEqualTo(
            "Total cardiovascular disease within 10 years: estimated risk 15 % – at or above the"
                + " treatment threshold");
    assertThat(cards(VIEW, score).get(0).path("detail").asText())
        .contains("What the model would compute with modifiable factors");
  }

  @Test
  void whatIsMissingIsNamedOnOneCard() {
    JsonNode card =
        card(
            VIEW,
            "meld-3",
            List.of(
                patient("1970-01-01", AdministrativeGender.MALE),
                condition(SNOMED, "19943007", "2020-01-01")));
    assertThat(card.path("indicator").asText()).isEqualTo("info");
    assertThat(card.path("summary").asText())
        .startsWith("MELD 3.0: no result, data are missing (")
        .contains("Bilirubin");
    assertThat(card.path("detail").asText())
        .contains("**What is missing**")
        .contains("- Bilirubin: not found in the available data");
  }

  @Test
  void whereNothingIsRecordedOfWhatTheModelIsForThereIsNoCard() {
    List<Resource> somebody = List.of(patient("1970-01-01", AdministrativeGender.MALE));
    for (String model : List.of("cha2ds2-vasc", "has-bled", "meld-3", "qsofa")) {
      assertThat(cards(VIEW, Scored.score(model, somebody))).as(model).isEmpty();
    }
  }

  @Test
  void aModelThatDoesNotApplyHasNoCard() {
    List<Resource> young = Scored.prevent();
    young.set(0, patient("2010-01-15", AdministrativeGender.FEMALE));
    assertThat(cards(VIEW, Scored.score("prevent-2023", young))).isEmpty();
    List<Resource> deceased = Scored.atrialFibrillation();
    ((Patient) deceased.get(0)).setDeceased(new BooleanType(true));
    assertThat(cards(VIEW, Scored.score("cha2ds2-vasc", deceased))).isEmpty();
  }

  @Nested
  class WhenOrdersAreSigned {

    private String detail(String model, List<Resource> record, int orders) {
      return cards(
              context(Language.ENGLISH, false, Optional.of(orders)), Scored.score(model, record))
          .get(0)
          .path("detail")
          .asText();
    }

    @Test
    void modelsOfMedicationSayThatOrdersDoNotCount() {
      assertThat(detail("prevent-2023", Scored.prevent(), 2))
          .contains("Medication orders that are being signed are not counted (2)")
          .contains("The model takes medication in use: Treatment of high blood pressure");
      assertThat(detail("prevent-2023", Scored.prevent(), 0))
          .contains("orders count once they are active");
    }

    @Test
    void othersSayNothingOfOrders() {
      assertThat(detail("cha2ds2-vasc", Scored.atrialFibrillation(), 1))
          .doesNotContain("orders", "being signed");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cha2ds2-vasc, low, info",
    "cha2ds2-vasc, intermediate, info",
    "cha2ds2-vasc, high, warning",
    "pce-2013, low, info",
    "pce-2013, borderline, info",
    "pce-2013, intermediate, warning",
    "qsofa, negative, info",
    "qsofa, positive, warning",
    "findrisc, moderate, info",
    "findrisc, very-high, warning",
    "news2, medium, warning",
    "news2, high, critical",
  })
  void indicatorsAreOfTheUpperHalfUnlessTheCardSaysMore(
      String model, String code, String indicator) {
    RiskLevels levels =
        Installed.model(model).content().model().card().outcomes().get(0).levels().orElseThrow();
    assertThat(
            levels.levels().stream()
                .filter(it -> it.code().equals(code))
                .map(it -> levels.indicator(it).code()))
        .containsExactly(indicator);
  }

  @Test
  void summariesAreShort() {
    assertThat(RiskCards.shortened("a".repeat(139), 139)).hasSize(139).doesNotContain("…");
    assertThat(RiskCards.shortened("a".repeat(140), 139)).hasSize(139).endsWith("a…");
    assertThat(RiskCards.shortened("a".repeat(137) + "😀😀", 139)).hasSize(138).endsWith("a…");
  }

  @Test
  void markupOfRecordsIsText() {
    List<Resource> record = Scored.atrialFibrillation();
    record.add(condition(SNOMED, "<img src=x>", "2020-01-01"));
    assertThat(card(VIEW, "cha2ds2-vasc", record).toString()).doesNotContain("<img");
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void thereAreWordsForAllReasons(Language language) {
    ResourceBundle texts = CardWords.in(language).texts();
    for (OverrideReason reason : OverrideReason.values()) {
      assertThat(texts.getString("override." + reason.code())).isNotBlank();
    }
  }

  @Test
  void bothLanguagesSayTheSame() {
    ResourceBundle english = CardWords.in(Language.ENGLISH).texts();
    ResourceBundle chinese = CardWords.in(Language.SIMPLIFIED_CHINESE).texts();
    assertThat(chinese.keySet()).isEqualTo(english.keySet());
    for (String key : english.keySet()) {
      assertThat(places(chinese.getString(key))).as(key).isEqualTo(places(english.getString(key)));
    }
  }

  private static Set<String> places(String text) {
    return Pattern.compile("\\{\\d}")
        .matcher(text)
        .results()
        .map(it -> it.group())
        .collect(Collectors.toSet());
  }
}
