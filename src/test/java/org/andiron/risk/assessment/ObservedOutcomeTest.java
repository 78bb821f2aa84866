package org.andiron.risk.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Optional;
import org.andiron.risk.assessment.ObservedOutcome.Status;
import org.andiron.risk.explanation.Language;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.junit.jupiter.api.Test;

class ObservedOutcomeTest {

  private static final Instant NOW = Instant.parse("2036-03-02T08:00:00Z");

  private final RiskAssessment assessment =
      (RiskAssessment)
          new RiskAnswer(new AnswerStyle(Language.ENGLISH, true))
              .of(Scored.score("pce-2013", Scored.pooledCohort()));
  private final StoredPrediction prediction = StoredPrediction.of(assessment);

  private Optional<ObservedOutcome> told() {
    return ObservedOutcome.of(assessment, prediction.modelUrl(), "ascvd-10y");
  }

  @Test
  void itIsReadAsItWasWrittenAndTheLastCounts() {
    assertThat(told()).isEmpty();
    ObservedOutcome first = new ObservedOutcome(Status.OCCURRED, Optional.of("2030-05"));
    first.putInto(assessment, prediction.modelUrl(), "ascvd-10y", NOW);
    assertThat(told()).contains(first);
    ObservedOutcome last = new ObservedOutcome(Status.NOT_OCCURRED, Optional.empty());
    last.putInto(assessment, prediction.modelUrl(), "ascvd-10y", NOW);
    assertThat(told()).contains(last);
    assertThat(assessment.getPredictionFirstRep().getExtensionsByUrl(RiskVocabulary.OUTCOME))
        .hasSize(1);
    Conformance.valid(assessment);
  }

  @Test
  void allElseOfThePredictionStays() {
    new ObservedOutcome(Status.CENSORED, Optional.of("2030-05-01"))
        .putInto(assessment, prediction.modelUrl(), "ascvd-10y", NOW);
    assertThat(StoredPrediction.of(assessment)).isEqualTo(prediction);
    assertThat(prediction.probabilities()).containsOnlyKeys("ascvd-10y");
    assertThat(prediction.probabilities().get("ascvd-10y").getAsDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void whatIsNotPredictedHasNoOutcome() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ObservedOutcome(Status.OCCURRED, Optional.empty())
                    .putInto(assessment, prediction.modelUrl(), "death", NOW))
        .withMessageContaining("death");
  }
}
