package org.andiron.risk.learning;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.andiron.risk.learning.algorithm.Algorithm;
import org.andiron.risk.learning.preprocessing.PreprocessingFit;
import org.andiron.risk.learning.scoring.Artefact;
import org.andiron.risk.learning.scoring.Calibration;
import org.andiron.risk.learning.scoring.Scorer;
import org.andiron.risk.learning.scoring.ScorerFormat;
import org.andiron.risk.model.FeatureVector;
import org.jspecify.annotations.Nullable;

/**
 * What was learned of all training rows, with the hyperparameters that cross-validation found best.
 *
 * @param calibration null for quantities
 */
record FittedModel(
    CrossValidation found,
    PreprocessingFit fit,
    Artefact artefact,
    double[] background,
    Scorer scorer,
    @Nullable Calibration calibration) {

  static FittedModel of(LearningPlan plan, TrainingRows rows, Steps steps, String run) {
    CrossValidation found = CrossValidation.of(plan, rows, steps, run);
    Algorithm algorithm = found.best().algorithm();
    PreprocessingFit fit =
        PreprocessingFit.of(
            rows.inputs(),
            rows.people(),
            rows.lacking(),
            algorithm.missing(plan.missing()),
            algorithm.needsStandardised());
    double[][] matrix = fit.preprocessing().rows(rows.people());
    Artefact artefact =
        unpacked(
            steps.bytes(
                run + "-all-rows",
                () ->
                    packed(
                        algorithm.fit(
                            matrix,
                            rows.outcomes(),
                            found.best().hyperparameters(),
                            plan.seed()))));
    double[] background = Background.of(matrix);
    return new FittedModel(
        found,
        fit,
        artefact,
        background,
        artefact.open(background),
        rows.ofEvents()
            ? CalibrationFit.of(found.scores(), rows.events(), found.foldOf(), plan.folds())
            : null);
  }

  /** Whether it has what it needs of a person. */
  boolean takes(FeatureVector person) {
    return fit.preprocessing().inputs().stream()
        .allMatch(
            input ->
                person.get(input).isPresent() || fit.preprocessing().mayLack().contains(input));
  }

  /** The probability, or the quantity. */
  double predict(FeatureVector person) {
    double score = scorer.score(fit.preprocessing().row(person));
    return calibration == null ? score : 1 / (1 + StrictMath.exp(-calibration.logit(score)));
  }

  /**
   * A number from 0 to 1 that ranks people as the score does. Other than the probability it also
   * ranks where calibration found that the score says nothing.
   */
  double rank(FeatureVector person) {
    return 1 / (1 + StrictMath.exp(-scorer.score(fit.preprocessing().row(person))));
  }

  /** The first line tells the format. */
  private static byte[] packed(Artefact artefact) {
    byte[] code = (artefact.format().code() + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] packed = Arrays.copyOf(code, code.length + artefact.content().length);
    System.arraycopy(artefact.content(), 0, packed, code.length, artefact.content().length);
    return packed;
  }

  private static Artefact unpacked(byte[] packed) {
    int end = 0;
    while (packed[end] != '\n') {
      end++;
    }
    String code = new String(packed, 0, end, StandardCharsets.US_ASCII);
    ScorerFormat format =
        Arrays.stream(ScorerFormat.values())
            .filter(it -> it.code().equals(code))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no format " + code));
    return new Artefact(format, Arrays.copyOfRange(packed, end + 1, packed.length));
  }
}
