package org.andiron.risk.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.OutcomeResult;
import org.andiron.risk.model.People;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.Refusal;
import org.andiron.risk.model.RiskModel;
import org.andiron.risk.model.Shipped;
import org.junit.jupiter.api.Test;

/** What holds of explanations of all shipped models, for anybody. */
class ExplainerTest {

  private static final Set<String> GIVEN = Set.of("age", "sex", "race");

  @Provide
  Arbitrary<String> models() {
    return Arbitraries.of(Shipped.ids());
  }

  @Property(tries = 1500, seed = "20260101")
  void contributionsAddUp(@ForAll("models") String id, @ForAll long seed) {
    for (PredictionExplanation explanation : explanations(id, seed)) {
      double difference =
          explanation.prediction().attribution().predictor()
              - explanation.prediction().attribution().base();
      assertThat(explanation.sum()).isCloseTo(difference, within(1e-6));
      assertThat(explanation.influences())
          .isSortedAccordingTo(
              (a, b) ->
                  a.contribution() == -b.contribution() || a.contribution() == b.contribution()
                      ? a.actual().input().name().compareTo(b.actual().input().name())
                      : Double.compare(Math.abs(b.contribution()), Math.abs(a.contribution())));
    }
  }

  @Property(tries = 1500, seed = "20260102")
  void counterfactualsAreFreshPredictions(@ForAll("models") String id, @ForAll long seed) {
    RiskModel model = Shipped.model(id);
    FeatureVector person = person(model, seed);
    for (PredictionExplanation explanation : explanations(id, seed)) {
      List<Counterfactual> all = new ArrayList<>(explanation.counterfactuals());
      explanation.together().ifPresent(all::add);
      for (Counterfactual counterfactual : all) {
        Map<String, FeatureValue> changed = new LinkedHashMap<>(person.values());
        for (Change change : counterfactual.changes()) {
          changed.put(change.actual().input().name(), change.value());
        }
        assertThat(model.predict(explanation.outcome().id(), new FeatureVector(changed)))
            .isEqualTo(counterfactual.prediction());
      }
    }
  }

  @Property(tries = 1500, seed = "20260103")
  void counterfactualsChangeWhatCanBeChanged(@ForAll("models") String id, @ForAll long seed) {
    FeatureVector person = person(Shipped.model(id), seed);
    for (PredictionExplanation explanation : explanations(id, seed)) {
      Set<String> changed = new TreeSet<>();
      for (Counterfactual counterfactual : explanation.counterfactuals()) {
        assertThat(counterfactual.changes()).hasSize(1);
        Change change = counterfactual.changes().get(0);
        String input = change.actual().input().name();
        assertThat(input).isNotIn(GIVEN);
        assertThat(person.get(input)).contains(change.actual().value());
        assertThat(change.value()).isNotEqualTo(change.actual().value());
        assertThat(change.actual().input().objection(change.value())).isEmpty();
        assertThat(change.goal().target(person.with(input, change.value()))).isEmpty();
        assertThat(changed.add(input)).isTrue();
      }
      assertThat(explanation.together().isPresent()).isEqualTo(changed.size() > 1);
    }
  }

  @Property(tries = 1000, seed = "20260104")
  void thereIsNoCounterfactualAtAllGoals(@ForAll("models") String id, @ForAll long seed) {
    RiskModel model = Shipped.model(id);
    for (PredictionExplanation explanation : explanations(id, seed)) {
      FeatureVector there = person(model, seed);
      for (Counterfactual counterfactual : explanation.counterfactuals()) {
        Change change = counterfactual.changes().get(0);
        there = there.with(change.actual().input().name(), change.value());
      }
      OutcomeResult result = model.predict(explanation.outcome().id(), there);
      PredictionExplanation again =
          (PredictionExplanation) new Explainer(model).explain(there, result);
      assertThat(again.counterfactuals()).isEmpty();
      assertThat(again.together()).isEmpty();
    }
  }

  @Property(tries = 1000, seed = "20260105")
  void theReferenceHasTheBaseAsPredictor(@ForAll("models") String id, @ForAll long seed) {
    for (PredictionExplanation explanation : explanations(id, seed)) {
      double base = explanation.prediction().attribution().base();
      explanation
          .reference()
          .ifPresentOrElse(
              it -> assertThat(it.attribution().predictor()).isEqualTo(base),
              () -> assertThat(base).isZero());
    }
  }

  @Property(tries = 1000, seed = "20260106")
  void textsNameNoInputThatWasNotUsed(@ForAll("models") String id, @ForAll long seed) {
    RiskModel model = Shipped.model(id);
    for (OutcomeResult result : model.predict(person(model, seed))) {
      List<ModelInput> unused = new ArrayList<>(model.card().inputs());
      unused.removeAll(model.needed(result.outcome()));
      for (Language language : Language.values()) {
        String text = text(model, person(model, seed), result, language).plain();
        assertThat(text).doesNotContain("{", "}", "null", "NaN");
        for (ModelInput input : unused) {
          assertThat(text).doesNotContain(language.of(input.title()));
        }
      }
    }
  }

  @Property(tries = 500, seed = "20260107")
  void textsDependOnNothingElse(@ForAll("models") String id, @ForAll long seed) {
    RiskModel model = Shipped.model(id);
    FeatureVector person = person(model, seed);
    List<String> names = new ArrayList<>(person.values().keySet());
    Collections.reverse(names);
    Map<String, FeatureValue> turned = new LinkedHashMap<>();
    names.forEach(name -> turned.put(name, person.get(name).orElseThrow()));
    FeatureVector other = new FeatureVector(turned).with("of-another-model", new Quantity(12_345));
    for (Language language : Language.values()) {
      for (OutcomeResult result : model.predict(person)) {
        assertThat(text(model, other, model.predict(result.outcome(), other), language))
            .isEqualTo(text(model, person, result, language));
      }
    }
  }

  @Property(tries = 1000, seed = "20260108")
  void headlinesFitOnCards(@ForAll("models") String id, @ForAll long seed) {
    RiskModel model = Shipped.model(id);
    FeatureVector person = person(model, seed);
    for (OutcomeResult result : model.predict(person)) {
      for (Language language : Language.values()) {
        assertThat(text(model, person, result, language).headline()).hasSizeLessThan(140);
      }
    }
  }

  @Test
  void isNoGoalWhatNobodyRecorded() {
    FeatureVector person =
        Shipped.with(
            new People(Shipped.model("has-bled").card()).person(1), "systolic-blood-pressure", 120);
    Map<String, FeatureValue> some = new LinkedHashMap<>(person.values());
    some.keySet().removeAll(Set.of("labile-inr", "antiplatelet-or-nsaid", "alcohol-excess"));
    RiskModel model = Shipped.model("has-bled");
    FeatureVector recorded = new FeatureVector(some);
    assertThat(explanations(model, recorded).get(0).counterfactuals()).isEmpty();
  }

  @Test
  void goalsAreOfInputsThatTheOutcomeUses() {
    assertThat(changes("prevent-2023", "heart-failure-10y")).contains("bmi");
    assertThat(changes("prevent-2023", "cvd-10y")).doesNotContain("bmi");
  }

  @Test
  void refusesWhatIsNotOfTheModel() {
    RiskModel model = Shipped.model("pce-2013");
    Explainer explainer = new Explainer(model);
    Case of = Objects.requireNonNull(Case.ALL.get("pce-2013"));
    Prediction prediction = (Prediction) model.predict(of.outcome(), of.person());
    assertThatThrownBy(() -> explainer.explain(of.person(), new Refusal("x", List.of())))
        .hasMessage("no outcome x");
    Map<String, FeatureValue> less = new LinkedHashMap<>(of.person().values());
    less.remove("age");
    assertThatThrownBy(() -> explainer.explain(new FeatureVector(less), prediction))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no value of age");
  }

  private static Set<String> changes(String id, String outcome) {
    FeatureVector person =
        Shipped.with(
            new People(Shipped.model(id).card()).person(3),
            "bmi",
            33,
            "systolic-blood-pressure",
            150);
    Set<String> names = new TreeSet<>();
    for (PredictionExplanation explanation : explanations(Shipped.model(id), person)) {
      if (explanation.outcome().id().equals(outcome)) {
        explanation
            .counterfactuals()
            .forEach(it -> names.add(it.changes().get(0).actual().input().name()));
      }
    }
    return names;
  }

  private static ExplanationText text(
      RiskModel model, FeatureVector person, OutcomeResult result, Language language) {
    return new ExplanationWriter(language).write(new Explainer(model).explain(person, result));
  }

  private static List<PredictionExplanation> explanations(String id, long seed) {
    RiskModel model = Shipped.model(id);
    return explanations(model, person(model, seed));
  }

  private static List<PredictionExplanation> explanations(RiskModel model, FeatureVector person) {
    List<PredictionExplanation> explanations = new ArrayList<>();
    for (OutcomeResult result : model.predict(person)) {
      if (new Explainer(model).explain(person, result) instanceof PredictionExplanation it) {
        explanations.add(it);
      }
    }
    assertThat(explanations).isNotEmpty();
    return explanations;
  }

  /** Of every other person nothing is recorded of what the model may assume. */
  private static FeatureVector person(RiskModel model, long seed) {
    FeatureVector person = new People(model.card()).person(seed);
    if ((seed & 1) == 0) {
      return person;
    }
    Map<String, FeatureValue> recorded = new LinkedHashMap<>(person.values());
    model.card().inputs().stream()
        .filter(input -> input.assumption().isPresent())
        .forEach(input -> recorded.remove(input.name()));
    return new FeatureVector(recorded);
  }
}
