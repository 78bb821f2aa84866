package org.andiron.risk.assessment;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.hl7.fhir.r4.model.RiskAssessment;

/**
 * What a stored RiskAssessment predicts, and of whom.
 *
 * @param asOf when it was predicted
 * @param probabilities by id of the outcome, unrounded; empty where there are only points
 */
public record StoredPrediction(
    String modelUrl,
    String modelDigest,
    String patientId,
    Instant asOf,
    Map<String, OptionalDouble> probabilities) {

  public StoredPrediction {
    probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
  }

  /**
   * Whether a stored RiskAssessment still predicts what was computed; it may have been changed.
   *
   * @param computed one of this server
   */
  public static boolean isSame(RiskAssessment computed, RiskAssessment stored) {
    try {
      return of(computed).equals(of(stored));
    } catch (IllegalArgumentException e) {
      return false; // so much was changed that it is none of this server any more
    }
  }

  /**
   * Reads a RiskAssessment.
   *
   * @throws IllegalArgumentException if this server did not compute it, or something is missing;
   *     the message names the element
   */
  public static StoredPrediction of(RiskAssessment assessment) {
    StoredScore score = StoredScore.of(assessment);
    Map<String, OptionalDouble> probabilities = new LinkedHashMap<>();
    score
        .numbers()
        .forEach(
            (outcome, numbers) -> {
              Double probability = numbers.get("probability");
              probabilities.put(
                  outcome,
                  probability == null ? OptionalDouble.empty() : OptionalDouble.of(probability));
            });
    return new StoredPrediction(
        score.modelUrl(), score.modelDigest(), score.patientId(), score.asOf(), probabilities);
  }
}
