package org.andiron.risk.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.RiskModel;
import org.andiron.risk.model.Shipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shipped cards do not have, and others may. */
class OtherCardsTest {

  @TempDir private Path folder;

  @Test
  void isNoGoalForAValueThatIsAssumed() throws IOException {
    RiskModel model =
        changed(
            "pce-2013",
            "\"definition\": \"Smokes cigarettes now.\",",
            "\"definition\": \"d\", \"ifAbsent\": { \"assume\": true, \"because\": \"b\" },");
    FeatureVector person = person("pce-2013");
    assertThat(goals(explained(model, person))).contains("current-smoker");
    Map<String, FeatureValue> less = new LinkedHashMap<>(person.values());
    less.remove("current-smoker");
    assertThat(goals(explained(model, new FeatureVector(less))))
        .containsExactly("systolic-blood-pressure", "total-cholesterol");
  }

  @Test
  void theFirstOfTwoGoalsHolds() throws IOException {
    RiskModel model =
        changed(
            "pce-2013",
            "\"goals\": [",
            "\"goals\": [{ \"input\": \"systolic-blood-pressure\", \"to\": 140,"
                + " \"source\": { \"en\": \"s\", \"zh\": \"s\" } },");
    PredictionExplanation explained = explained(model, person("pce-2013"));
    assertThat(goals(explained))
        .containsExactly("systolic-blood-pressure", "total-cholesterol", "current-smoker");
    assertThat(explained.counterfactuals().get(0).changes().get(0).value())
        .isEqualTo(new Quantity(140));
  }

  @Test
  void aValueNearItsGoalDoesNotLookLikeIt() {
    FeatureVector person = Shipped.with(person("pce-2013"), "systolic-blood-pressure", 130.04);
    String text = english(explained(Shipped.model("pce-2013"), person));
    assertThat(text)
        .contains("If systolic blood pressure were 130 mmHg instead of 130.04 mmHg: still 25 %.");
  }

  @Test
  void levelsBetweenWholeScoresAreRanges() throws IOException {
    RiskModel model = changed("findrisc", "\"from\": 12 }", "\"from\": 11.5 }");
    assertThat(english(explained(model, person("findrisc"))))
        .contains(
            "low (0 to below 7 points), slightly elevated (7 to below 11.5 points),"
                + " moderate (11.5 to below 15 points), high (15 to below 21 points),"
                + " very high (at least 21 points)");
  }

  @Test
  void isNeededWithinTheLimitsOfTheOutcome() {
    RiskModel model = Shipped.model("prevent-2023");
    FeatureVector nobody = new FeatureVector(Map.of());
    Explanation refused = new Explainer(model).explain(nobody, model.predict("cvd-30y", nobody));
    assertThat(english(refused))
        .contains("Age: not found in the available data; needed: 30 to below 60 years.");
  }

  private RiskModel changed(String id, String old, String changed) throws IOException {
    Path target = Files.createDirectory(folder.resolve(id));
    for (String file : List.of("model.json", "equation.json")) {
      String content = Files.readString(Path.of("fhir-config", "risk-models", id, file));
      if (file.equals("model.json")) {
        assertThat(content).contains(old);
        content = content.replace(old, changed);
      }
      Files.writeString(target.resolve(file), content);
    }
    return Shipped.read(target).model();
  }

  private static FeatureVector person(String name) {
    return Objects.requireNonNull(Case.ALL.get(name)).person();
  }

  private static PredictionExplanation explained(RiskModel model, FeatureVector person) {
    return (PredictionExplanation)
        new Explainer(model).explain(person, model.predict(person).get(0));
  }

  private static List<String> goals(PredictionExplanation explanation) {
    return explanation.counterfactuals().stream()
        .map(it -> it.changes().get(0).actual().input().name())
        .toList();
  }

  private static String english(Explanation explanation) {
    return new ExplanationWriter(Language.ENGLISH).write(explanation).plain();
  }
}
