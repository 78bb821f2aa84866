package org.andiron.risk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each model that is shipped. */
class ShippedModelsTest {

  static Stream<String> models() {
    return Shipped.ids().stream();
  }

  @Test
  void areAllThere() {
    assertThat(Shipped.ids())
        .contains(
            "cha2ds2-vasc",
            "ckd-epi-2021",
            "findrisc",
            "framingham-2008",
            "has-bled",
            "hospital",
            "kfre-4",
            "lace",
            "meld-3",
            "news2",
            "pce-2013",
            "prevent-2023",
            "qsofa");
  }

  @Test
  void thereAre31SourceAttributes() {
    assertThat(SourceAttribute.values()).hasSize(31);
  }

  @ParameterizedTest
  @MethodSource("models")
  void sayWhatTheyAre(String id) {
    ModelCard card = Shipped.model(id).card();
    assertThat(card.attributes().texts()).hasSize(31).doesNotContainValue("");
    assertThat(card.evaluated()).isPresent();
    assertThat(card.url()).isEqualTo("https://andiron.org/risk-models/" + id);
    assertThat(card.references()).isNotEmpty();
    assertThat(card.source().verification()).isNotBlank();
    assertThat(chinese(card)).allMatch(text -> text.codePoints().anyMatch(TestText::isHan));
  }

  private static List<String> chinese(ModelCard card) {
    List<String> texts = new ArrayList<>();
    texts.add(card.title().zh());
    texts.add(card.intendedUse().zh());
    texts.add(card.population().zh());
    card.outcomes().forEach(outcome -> texts.add(outcome.title().zh()));
    card.exclusions().forEach(exclusion -> texts.add(exclusion.because().zh()));
    card.outcomes()
        .forEach(
            outcome ->
                outcome
                    .levels()
                    .ifPresent(
                        levels -> levels.levels().forEach(it -> texts.add(it.title().zh()))));
    return texts;
  }

  private static final class TestText {
    static boolean isHan(int codePoint) {
      return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN
          || "CHA2DS2-VASc HAS-BLED".indexOf(codePoint) >= 0;
    }
  }

  /** The layer of features knows one unit for a name, whichever model asks. */
  @Test
  void meanTheSameByTheSameInput() {
    Map<String, List<Object>> meanings = new HashMap<>();
    for (String id : Shipped.ids()) {
      for (ModelInput input : Shipped.model(id).card().inputs()) {
        List<Object> meaning = List.of(input.kind(), input.unit(), input.categories());
        assertThat(meanings.computeIfAbsent(input.name(), name -> meaning))
            .as("%s of %s", input.name(), id)
            .isEqualTo(meaning);
      }
    }
    assertThat(meanings).hasSizeGreaterThan(40);
  }

  @ParameterizedTest
  @MethodSource("models")
  void useOrCheckAllThatTheyDeclare(String id) {
    RiskModel model = Shipped.model(id);
    Set<String> concerned = new HashSet<>();
    model.card().exclusions().forEach(exclusion -> concerned.add(exclusion.input()));
    for (ModelInput input : model.card().inputs()) {
      if (!input.range().equals(Range.ALL)) {
        concerned.add(input.name());
      }
    }
    FeatureVector person = new People(model.card()).person(7);
    for (OutcomeResult result : model.predict(person)) {
      ((Prediction) result)
          .attribution()
          .contributions()
          .forEach(contribution -> concerned.add(contribution.input()));
    }
    assertThat(model.card().inputs()).allMatch(input -> concerned.contains(input.name()));
  }

  @Property(tries = 500, seed = "20131112")
  void giveNumbersThatCanBe(@ForAll @LongRange(min = 0) long seed) {
    for (String id : Shipped.ids()) {
      RiskModel model = Shipped.model(id);
      for (OutcomeResult result : model.predict(new People(model.card()).person(seed))) {
        assertThat(result).as(id).isInstanceOf(Prediction.class);
        Prediction prediction = (Prediction) result;
        Outcome outcome = model.card().outcome(prediction.outcome()).orElseThrow();
        prediction.probability().ifPresent(p -> assertThat(p).as(id).isBetween(0.0, 1.0));
        prediction
            .score()
            .ifPresent(score -> assertThat(outcome.scores().contains(score)).as(id).isTrue());
        switch (outcome.output()) {
          case PROBABILITY -> assertThat(prediction.probability()).as(id).isPresent();
          case SCORE -> assertThat(prediction.score()).as(id).isPresent();
          case QUANTITY -> assertThat(prediction.estimate().quantity()).as(id).isPresent();
        }
        assertThat(prediction.level().isPresent()).isEqualTo(outcome.levels().isPresent());
      }
    }
  }

  @Property(tries = 500, seed = "20131112")
  void haveContributionsThatAddUp(@ForAll @LongRange(min = 0) long seed) {
    for (String id : Shipped.ids()) {
      RiskModel model = Shipped.model(id);
      for (OutcomeResult result : model.predict(new People(model.card()).person(seed))) {
        Attribution attribution = ((Prediction) result).attribution();
        double sum = attribution.contributions().stream().mapToDouble(Contribution::value).sum();
        assertThat(Math.abs(sum - (attribution.predictor() - attribution.base())))
            .as(id)
            .isLessThan(1e-9);
      }
    }
  }

  /** Bit for bit, also read anew, with inputs in another order, and by several threads. */
  @Property(tries = 50, seed = "20131112")
  void giveTheSameAgain(@ForAll @LongRange(min = 0) long seed) {
    for (String id : Shipped.ids()) {
      RiskModel model = Shipped.model(id);
      FeatureVector person = new People(model.card()).person(seed);
      List<OutcomeResult> first = model.predict(person);
      RiskModel anew = Shipped.read(Shipped.FOLDER.resolve(id)).model();
      assertThat(anew.predict(reversed(person))).isEqualTo(first);
      assertThat(IntStream.range(0, 8).parallel().mapToObj(i -> model.predict(person)).distinct())
          .containsExactly(first);
    }
  }

  private static FeatureVector reversed(FeatureVector inputs) {
    List<String> names = new ArrayList<>(inputs.values().keySet());
    Collections.reverse(names);
    FeatureVector reversed = new FeatureVector(Map.of());
    for (String name : names) {
      reversed = reversed.with(name, inputs.get(name).orElseThrow());
    }
    return reversed;
  }
}
