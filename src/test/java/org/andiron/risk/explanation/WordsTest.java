package org.andiron.risk.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeResult;
import org.andiron.risk.model.People;
import org.andiron.risk.model.Range;
import org.andiron.risk.model.Refusal;
import org.andiron.risk.model.RefusalReason;
import org.andiron.risk.model.RiskLevel;
import org.andiron.risk.model.RiskLevels;
import org.andiron.risk.model.RiskModel;
import org.andiron.risk.model.Shipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WordsTest {

  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
  private static final List<String> ASSUMING = List.of("pce-2013", "has-bled");
  private static final OptionalDouble NONE = OptionalDouble.empty();

  @Test
  void bothLanguagesHaveTheSamePhrases() throws IOException {
    assertThat(file(Language.ENGLISH).stringPropertyNames())
        .isEqualTo(file(Language.SIMPLIFIED_CHINESE).stringPropertyNames());
  }

  @Test
  void bothLanguagesSayTheSameThings() throws IOException {
    Properties chinese = file(Language.SIMPLIFIED_CHINESE);
    file(Language.ENGLISH)
        .forEach(
            (key, phrase) ->
                assertThat(places(chinese.getProperty((String) key)))
                    .as((String) key)
                    .isEqualTo(places((String) phrase)));
  }

  @ParameterizedTest
  @EnumSource
  void phrasesAreFormats(Language language) throws IOException {
    file(language)
        .forEach(
            (key, phrase) -> {
              String text = (String) phrase;
              assertThat(text).as((String) key).isNotBlank().doesNotContain("'");
              if (!key.equals("date")) {
                assertThat(new MessageFormat(text).format(new String[] {"a", "b", "c", "d", "e"}))
                    .doesNotContain("{", "}");
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void noPhraseIsWithoutUse(Language language) throws IOException {
    Recording recording = new Recording(ResourceBundle.getBundle(Words.BUNDLE, language.locale()));
    Words words = new Words(language, recording);
    ExplanationWriter writer = new ExplanationWriter(words);
    Case.ALL.values().forEach(it -> writer.write(it.explanation()));
    ASSUMING.forEach(it -> writer.write(Objects.requireNonNull(Case.ALL.get(it)).assuming()));
    writer.write(LearnedQuantity.explained(true));
    writer.write(LearnedQuantity.explained(false));
    for (String id : Shipped.ids()) {
      for (long seed = 0; seed < 40; seed++) {
        writeAll(writer, Shipped.model(id), seed);
      }
    }
    RefusalWordsTest.reasons()
        .map(it -> (RefusalReason) it.get()[0])
        .forEach(
            reason ->
                writer.write(
                    new Explainer(Shipped.model("pce-2013"))
                        .explain(
                            new FeatureVector(Map.of()),
                            new Refusal("ascvd-10y", List.of(reason)))));
    InputWords inputs = new InputWords(words, new Figures(words));
    new Figures(words).percent(1, Optional.empty());
    for (Range range : ranges()) {
      inputs.range(range, Optional.of("a"));
    }
    for (String unit : List.of("a", "d")) {
      inputs.withUnit(Optional.of(unit), "1", true);
    }
    inputs.kind(InputKind.CATEGORY);
    assertThat(recording.asked)
        .containsExactlyInAnyOrderElementsOf(file(language).stringPropertyNames());
  }

  private static void writeAll(ExplanationWriter writer, RiskModel model, long seed) {
    FeatureVector person = new People(model.card()).person(seed);
    for (OutcomeResult result : model.predict(person)) {
      writer.write(new Explainer(model).explain(person, result));
    }
  }

  /** All kinds of ends. */
  private static List<Range> ranges() {
    OptionalDouble one = OptionalDouble.of(1);
    OptionalDouble two = OptionalDouble.of(2);
    return List.of(
        Range.ALL,
        new Range(one, NONE, NONE, NONE),
        new Range(NONE, one, NONE, NONE),
        new Range(NONE, NONE, two, NONE),
        new Range(NONE, NONE, NONE, two),
        new Range(one, NONE, two, NONE),
        new Range(one, NONE, NONE, two),
        new Range(NONE, one, two, NONE),
        new Range(NONE, one, NONE, two));
  }

  @Test
  void rangesReadAsPeopleWriteThem() {
    Words words = new Words(Language.ENGLISH);
    InputWords inputs = new InputWords(words, new Figures(words));
    assertThat(ranges().stream().map(it -> inputs.range(it, Optional.of("mm[Hg]"))))
        .containsExactly(
            "a number",
            "at least 1 mmHg",
            "above 1 mmHg",
            "at most 2 mmHg",
            "below 2 mmHg",
            "1 to 2 mmHg",
            "1 to below 2 mmHg",
            "above 1, at most 2 mmHg",
            "above 1 and below 2 mmHg");
  }

  @Test
  void unitsWithoutWordsAreAsUcumHasThem() {
    Words words = new Words(Language.ENGLISH);
    InputWords inputs = new InputWords(words, new Figures(words));
    assertThat(inputs.withUnit(Optional.of("mg/dL"), "5", false)).isEqualTo("5 mg/dL");
    assertThat(inputs.withUnit(Optional.of("{score}"), "5", false)).isEqualTo("5");
    assertThat(inputs.withUnit(Optional.of("10*9/L{cells}"), "5", false)).isEqualTo("5 10*9/L");
    assertThat(inputs.withUnit(Optional.empty(), "5", false)).isEqualTo("5");
  }

  @Test
  void saysOfEachAssumedValueThatItIs() {
    assertThat(firstLines(Language.ENGLISH))
        .containsExactly(
            "Age: 66 years, assumed (reference: 55 years) – higher: hazard × 2.03 (+0.708;"
                + " share 37 %)",
            "+1 point – Age: 70 years, assumed");
    assertThat(firstLines(Language.SIMPLIFIED_CHINESE))
        .containsExactly("年龄：66岁（默认值；参照：55岁）——升高：风险率 × 2.03（+0.708，占比 37%）", "+1分——年龄：70岁（默认值）");
  }

  @Test
  void saysPartsOfALearnedQuantityInItsUnit() {
    assertThat(
            new ExplanationWriter(Language.ENGLISH).write(LearnedQuantity.explained(true)).plain())
        .contains("Age: 55 years – lower (−12.500; share 100 %)")
        .contains("Sum (unit of the result, rounded): reference +82.500, contributions −12.500");
    assertThat(
            new ExplanationWriter(Language.SIMPLIFIED_CHINESE)
                .write(LearnedQuantity.explained(true))
                .plain())
        .contains("年龄：55岁——降低（−12.500，占比 100%）");
  }

  @Test
  void saysThatAModelDoesNotTellItsParts() {
    assertThat(
            new ExplanationWriter(Language.ENGLISH).write(LearnedQuantity.explained(false)).plain())
        .contains("This model does not tell what its inputs have to do with the result.")
        .doesNotContain("share");
    assertThat(
            new ExplanationWriter(Language.SIMPLIFIED_CHINESE)
                .write(LearnedQuantity.explained(false))
                .plain())
        .contains("本模型无法说明各项输入对结果的影响。");
  }

  private static List<String> firstLines(Language language) {
    return ASSUMING.stream()
        .map(it -> Objects.requireNonNull(Case.ALL.get(it)).assuming())
        .map(it -> new ExplanationWriter(language).write(it).passages().stream())
        .map(it -> it.filter(passage -> passage.heading().isPresent()).findFirst())
        .map(it -> it.orElseThrow().lines().get(0))
        .toList();
  }

  static List<String> models() {
    return Shipped.ids();
  }

  @ParameterizedTest
  @MethodSource("models")
  void cardsHaveLabelsInBothLanguages(String id) {
    ModelCard card = Shipped.model(id).card();
    for (ModelInput input : card.inputs()) {
      translated(input.title());
      input.categoryTitles().forEach((code, title) -> labelled(code, title));
    }
    for (Outcome outcome : card.outcomes()) {
      translated(outcome.title());
      outcome.levels().map(RiskLevels::levels).orElse(List.of()).stream()
          .map(RiskLevel::title)
          .forEach(WordsTest::translated);
    }
    translated(card.notice());
    translated(card.population());
    card.exclusions().forEach(it -> translated(it.because()));
    card.goals().forEach(it -> it.meaning().ifPresent(WordsTest::translated));
  }

  @ParameterizedTest
  @MethodSource("models")
  void titlesOfGoalsReadWellWithinSentences(String id) {
    ModelCard card = Shipped.model(id).card();
    card.goals().stream()
        .map(goal -> card.input(goal.input()).orElseThrow())
        .forEach(
            input -> {
              String within = Language.ENGLISH.within(input.title());
              assertThat(Character.isLowerCase(within.charAt(0)) || within.startsWith("HDL"))
                  .as(within)
                  .isTrue();
            });
  }

  private static void translated(LocalText text) {
    assertThat(text.en()).isNotBlank().doesNotContainPattern(HAN);
    assertThat(text.zh()).containsPattern(HAN);
  }

  private static void labelled(String code, LocalText title) {
    assertThat(title.en()).as(code).isNotBlank();
    assertThat(title.zh()).as(code).isNotBlank();
  }

  private static Set<String> places(String phrase) {
    Set<String> places = new TreeSet<>();
    Pattern.compile("\\{\\d}")
        .matcher(phrase)
        .results()
        .map(MatchResult::group)
        .forEach(places::add);
    return places;
  }

  private static Properties file(Language language) throws IOException {
    String name =
        "/" + Words.BUNDLE + (language == Language.ENGLISH ? "" : "_zh_CN") + ".properties";
    Properties properties = new Properties();
    try (InputStream in = Objects.requireNonNull(WordsTest.class.getResourceAsStream(name))) {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return properties;
  }

  /** Remembers what it was asked for. */
  private static final class Recording extends ResourceBundle {

    private final ResourceBundle phrases;
    private final Set<String> asked = new TreeSet<>();

    Recording(ResourceBundle phrases) {
      this.phrases = phrases;
    }

    @Override
    protected Object handleGetObject(String key) {
      asked.add(key);
      return phrases.getObject(key);
    }

    @Override
    public boolean containsKey(String key) {
      return phrases.containsKey(key);
    }

    @Override
    public Enumeration<String> getKeys() {
      return phrases.getKeys();
    }
  }
}
