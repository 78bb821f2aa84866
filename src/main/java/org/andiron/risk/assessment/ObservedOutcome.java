package org.andiron.risk.assessment;

import static org.andiron.risk.assessment.RiskVocabulary.part;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentPredictionComponent;
import org.hl7.fhir.r4.model.StringType;

/**
 * What became of what was predicted, as somebody told it: an extension of the prediction. All else
 * of the RiskAssessment stays as it was, so that it can still be computed again.
 *
 * @param date when it came about, or until when it is known that it did not; as it was written
 */
public record ObservedOutcome(Status status, Optional<String> date) {

  private static final String STATUS = "status";
  private static final String DATE = "date";
  private static final String RECORDED = "recorded";

  /** What is known. */
  public enum Status {
    /** It came about within its time. */
    OCCURRED,
    /** Its time is over, and it did not come about. */
    NOT_OCCURRED,
    /** It had not come about when it could not be known any longer. */
    CENSORED;

    /** As the extension has it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What is told of an outcome; empty if nothing is, or the assessment does not predict it. */
  public static Optional<ObservedOutcome> of(
      RiskAssessment assessment, String modelUrl, String outcome) {
    return prediction(assessment, modelUrl, outcome)
        .map(it -> it.getExtensionByUrl(RiskVocabulary.OUTCOME))
        .flatMap(
            extension ->
                Arrays.stream(Status.values())
                    .filter(it -> it.code().equals(text(extension, STATUS).orElse("")))
                    .findFirst()
                    .map(it -> new ObservedOutcome(it, text(extension, DATE))));
  }

  private static Optional<String> text(Extension extension, String name) {
    Extension part = extension.getExtensionByUrl(name);
    if (part == null) {
      return Optional.empty();
    }
    return part.getValue() instanceof BaseDateTimeType date
        ? Optional.ofNullable(date.getValueAsString())
        : part.getValue() instanceof StringType text
            ? Optional.ofNullable(text.getValue())
            : Optional.empty();
  }

  /**
   * Puts it into an assessment, in the place of what was told before.
   *
   * @param recorded when it is told
   * @throws IllegalArgumentException if the assessment does not predict the outcome
   */
  public void putInto(
      RiskAssessment assessment, String modelUrl, String outcome, Instant recorded) {
    RiskAssessmentPredictionComponent prediction =
        prediction(assessment, modelUrl, outcome)
            .orElseThrow(() -> new IllegalArgumentException("it does not predict " + outcome));
    prediction.removeExtension(RiskVocabulary.OUTCOME);
    Extension extension = new Extension(RiskVocabulary.OUTCOME);
    extension.addExtension(part(STATUS, new CodeType(status.code())));
    date.ifPresent(it -> extension.addExtension(part(DATE, new DateTimeType(it))));
    extension.addExtension(part(RECORDED, RiskAssessmentFactory.dateTime(recorded)));
    prediction.addExtension(extension);
  }

  private static Optional<RiskAssessmentPredictionComponent> prediction(
      RiskAssessment assessment, String modelUrl, String outcome) {
    return assessment.getPrediction().stream()
        .filter(
            it ->
                it.getOutcome().getCoding().stream()
                    .anyMatch(
                        coding ->
                            RiskVocabulary.outcomes(modelUrl).equals(coding.getSystem())
                                && outcome.equals(coding.getCode())))
        .findFirst();
  }
}
