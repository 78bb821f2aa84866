package org.andiron.risk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.junit.jupiter.api.Test;

/** A predictor that has learned what absence means is told of it, and people what stands for it. */
class AbsenceLearnedTest {

  private record Learned(Set<String> absence) implements Predictor {

    @Override
    public Set<String> outcomes() {
      return Set.of("y");
    }

    @Override
    public Set<String> inputs(String outcome) {
      return Set.of("x");
    }

    @Override
    public Set<String> absenceLearned(String outcome) {
      return absence;
    }

    /** A half of those who have it, a quarter of the others. */
    @Override
    public Estimate estimate(String outcome, FeatureVector inputs) {
      boolean there = inputs.get("x").isPresent();
      return Estimate.ofProbability(
          there ? 0.5 : 0.25,
          new Attribution(Scale.LOG_ODDS, 0, 0, List.of(new Contribution("x", 0))));
    }
  }

  private static ModelCard assuming(String value) {
    String json =
        TestCards.json("")
            .replace(
                "\"unit\": \"1\" }",
                "\"unit\": \"1\", \"range\": {\"from\": 0},"
                    + " \"ifAbsent\": {\"assume\": "
                    + value
                    + ", \"because\": \"b\"} }");
    return ModelCard.read("model.json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static Prediction predict(Set<String> absence, FeatureVector person) {
    return (Prediction) new RiskModel(assuming("3"), new Learned(absence)).predict("y", person);
  }

  @Test
  void thePredictorSeesThatItIsMissing() {
    Prediction prediction = predict(Set.of("x"), new FeatureVector(Map.of()));
    assertThat(prediction.probability()).hasValue(0.25);
    assertThat(prediction.assumed()).containsExactly("x");
  }

  @Test
  void whatIsThereIsGiven() {
    FeatureVector person = new FeatureVector(Map.of("x", new Quantity(1)));
    Prediction prediction = predict(Set.of("x"), person);
    assertThat(prediction.probability()).hasValue(0.5);
    assertThat(prediction.assumed()).isEmpty();
  }

  @Test
  void othersGetWhatTheCardAssumes() {
    Prediction prediction = predict(Set.of(), new FeatureVector(Map.of()));
    assertThat(prediction.probability()).hasValue(0.5);
    assertThat(prediction.assumed()).containsExactly("x");
  }

  @Test
  void theCardMustSayWhatStandsForIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RiskModel(TestCards.withoutLimits(), new Learned(Set.of("x"))))
        .withMessage("the card does not say what the absence of x stands for");
  }
}
