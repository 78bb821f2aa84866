package org.andiron.risk.assessment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.explanation.Explainer;
import org.andiron.risk.explanation.Explanation;
import org.andiron.risk.explanation.PredictionExplanation;
import org.andiron.risk.explanation.RefusalExplanation;
import org.andiron.risk.feature.ExtractedFeature;
import org.andiron.risk.feature.Extraction;
import org.andiron.risk.feature.ResourceVersion;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.OutcomeResult;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.Refusal;
import org.andiron.risk.model.RefusalReason;

/**
 * What one model says of one patient as of one time, for all its outcomes.
 *
 * @param subject the Patient, in the version that was read
 * @param asOf in whole milliseconds, as FHIR keeps it
 * @param extraction what was found; it says why, if the record itself was refused
 * @param inputs values of the inputs of the card that were found, or assumed by their definitions
 * @param inputHash SHA-256 of the inputs and the model, in lower-case hexadecimal
 * @param obstacle why the model is not to be used at all, if it is not
 * @param results one for each outcome of the card, in its order; none if the record was refused
 */
public record Score(
    InstalledModel model,
    ResourceVersion subject,
    Instant asOf,
    Extraction extraction,
    FeatureVector inputs,
    String inputHash,
    Optional<RefusalReason> obstacle,
    List<OutcomeResult> results) {

  public Score {
    results = List.copyOf(results);
  }

  /** Card of the model. */
  public ModelCard card() {
    return model.content().model().card();
  }

  /**
   * What there is to say of each outcome, in their order. It is made anew each time, and takes
   * longer than the score itself.
   */
  public List<Explanation> explanations() {
    return results.stream().map(this::explained).toList();
  }

  private Explanation explained(OutcomeResult result) {
    return new Explainer(model.content().model()).explain(inputs, result);
  }

  /** Outcomes for which there is an answer. */
  public List<PredictionExplanation> predictions() {
    return explanations().stream()
        .filter(PredictionExplanation.class::isInstance)
        .map(PredictionExplanation.class::cast)
        .toList();
  }

  /** Outcomes for which there is none. */
  public List<RefusalExplanation> refusals() {
    return results.stream()
        .filter(Refusal.class::isInstance)
        .map(this::explained)
        .map(RefusalExplanation.class::cast)
        .toList();
  }

  /** Whether there is an answer for one outcome at least. */
  public boolean isAnswered() {
    return results.stream().anyMatch(Prediction.class::isInstance);
  }

  /** All resources that were used, in their versions, ordered; the Patient is among them. */
  public List<ResourceVersion> basis() {
    Set<ResourceVersion> all = new TreeSet<>(extraction.basis());
    all.add(subject);
    return List.copyOf(all);
  }

  /** All inputs of the card that have a value, in its order; none of a record that was refused. */
  public List<ScoredInput> scoredInputs() {
    List<ScoredInput> scored = new ArrayList<>();
    if (extraction.isRefused()) {
      return scored;
    }
    for (ModelInput input : card().inputs()) {
      Optional<ExtractedFeature> found = extraction.feature(input.name());
      Optional<FeatureValue> value = inputs.get(input.name());
      if (value.isPresent()) {
        scored.add(
            new ScoredInput(
                input, value.get(), found.map(Score::assumed).orElse(AssumedPart.NONE), found));
      } else if (input.assumption().isPresent()
          && found.map(ExtractedFeature::mayBeTakenAsAbsent).orElse(true)) {
        scored.add(
            new ScoredInput(input, input.assumption().get().value(), AssumedPart.WHOLE, found));
      }
    }
    return scored;
  }

  /** How much of a value the definitions of features assume. */
  static AssumedPart assumed(ExtractedFeature feature) {
    if (!feature.assumed()) {
      return AssumedPart.NONE;
    }
    return feature.basis().isEmpty() ? AssumedPart.WHOLE : AssumedPart.PART;
  }
}
