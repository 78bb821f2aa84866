package org.andiron.risk.assessment;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentPredictionComponent;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * What a stored RiskAssessment says of how it was computed.
 *
 * @param modelUrl canonical of the model, without version
 * @param basis references as they are stored
 * @param numbers by outcome and name: results, predictor, base, and contributions by input
 */
record StoredScore(
    String modelUrl,
    String modelVersion,
    String modelDigest,
    String inputHash,
    String patientId,
    Instant asOf,
    Set<String> basis,
    Map<String, Map<String, Double>> numbers) {

  /** Name of the rounded probability in percent. */
  static final String PERCENT = "probabilityDecimal";

  /** Before the name of an input whose contribution a number is. */
  static final String CONTRIBUTION = "contribution of ";

  /**
   * Reads a RiskAssessment.
   *
   * @throws IllegalArgumentException if this server did not compute it, or something is missing;
   *     the message names the element
   */
  static StoredScore of(RiskAssessment assessment) {
    String method = method(assessment);
    int bar = method.lastIndexOf('|');
    Extension computation = extension(assessment.getExtensionByUrl(RiskVocabulary.COMPUTATION));
    IdType patient = new IdType(assessment.getSubject().getReference());
    if (!patient.hasIdPart()) {
      throw new IllegalArgumentException("RiskAssessment.subject names no patient");
    }
    Set<String> basis = new LinkedHashSet<>();
    for (Reference reference : assessment.getBasis()) {
      String text = reference.getReference();
      if (text == null) {
        throw new IllegalArgumentException("RiskAssessment.basis has no reference");
      }
      basis.add(text);
    }
    String url = method.substring(0, bar);
    Map<String, Map<String, Double>> numbers = new LinkedHashMap<>();
    for (RiskAssessmentPredictionComponent prediction : assessment.getPrediction()) {
      numbers.put(outcome(prediction, url), numbers(prediction));
    }
    return new StoredScore(
        url,
        method.substring(bar + 1),
        text(computation, "modelDigest"),
        text(computation, "inputHash"),
        patient.getIdPart(),
        asOf(assessment),
        basis,
        numbers);
  }

  private static String method(RiskAssessment assessment) {
    return assessment.getMethod().getCoding().stream()
        .filter(it -> RiskVocabulary.URIS.equals(it.getSystem()))
        .map(Coding::getCode)
        // An element that has an extension may have no value.
        .filter(it -> it != null && it.indexOf('|') > 0)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "RiskAssessment.method names no model with its version"));
  }

  private static Extension extension(@Nullable Extension found) {
    if (found == null) {
      throw new IllegalArgumentException(
          "RiskAssessment has no extension " + RiskVocabulary.COMPUTATION);
    }
    return found;
  }

  private static String text(Extension computation, String name) {
    Extension part = computation.getExtensionByUrl(name);
    if (part == null || !(part.getValue() instanceof StringType text) || !text.hasValue()) {
      throw new IllegalArgumentException(
          "RiskAssessment has no %s in extension %s".formatted(name, RiskVocabulary.COMPUTATION));
    }
    return text.getValue();
  }

  private static Instant asOf(RiskAssessment assessment) {
    String text =
        assessment.hasOccurrenceDateTimeType()
            ? Objects.requireNonNullElse(
                assessment.getOccurrenceDateTimeType().getValueAsString(), "")
            : "";
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("RiskAssessment.occurrenceDateTime is no instant", e);
    }
  }

  private static String outcome(RiskAssessmentPredictionComponent prediction, String url) {
    return prediction.getOutcome().getCoding().stream()
        .filter(it -> RiskVocabulary.outcomes(url).equals(it.getSystem()))
        .map(Coding::getCode)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "RiskAssessment.prediction.outcome has no code of the model"));
  }

  private static Map<String, Double> numbers(RiskAssessmentPredictionComponent prediction) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (prediction.hasProbabilityDecimalType()) {
      numbers.put(PERCENT, number(prediction.getProbabilityDecimalType().getValue()));
    }
    for (String url : List.of(RiskVocabulary.RESULT, RiskVocabulary.CONTRIBUTIONS)) {
      Extension extension = prediction.getExtensionByUrl(url);
      if (extension != null) {
        extension.getExtension().forEach(part -> read(part, numbers));
      }
    }
    return numbers;
  }

  private static void read(Extension part, Map<String, Double> numbers) {
    if (part.getUrl() == null) {
      throw new IllegalArgumentException("RiskAssessment.prediction has an extension without url");
    }
    if (part.getUrl().equals("contribution")) {
      Extension input = part.getExtensionByUrl("input");
      Extension amount = part.getExtensionByUrl("amount");
      if (input != null
          && input.getValue() instanceof Coding coding
          && amount != null
          && amount.getValue() instanceof DecimalType decimal) {
        numbers.put(CONTRIBUTION + coding.getCode(), number(decimal.getValue()));
      }
    } else if (part.getValue() instanceof DecimalType decimal) {
      numbers.put(part.getUrl(), number(decimal.getValue()));
    } else if (part.getValue() instanceof Quantity quantity) {
      numbers.put(part.getUrl(), number(quantity.getValue()));
    }
  }

  private static double number(@Nullable BigDecimal value) {
    if (value == null) {
      throw new IllegalArgumentException("RiskAssessment.prediction has a number without value");
    }
    return value.doubleValue();
  }
}
