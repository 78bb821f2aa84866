package org.andiron.risk.monitoring;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of a patient whose risk was predicted, for one outcome of one stored RiskAssessment.
 *
 * @param assessment its logical id
 * @param outcome its id in the model
 * @param digest of the model's package
 * @param probability that was predicted; empty where the model counts points
 * @param groups to which the patient belonged, by attribute such as {@code sex}
 * @param derived whether the server found it in the record, and nobody told it
 * @param lookAgain when to look into the record again; null for never
 */
public record KnownOutcome(
    String assessment,
    String outcome,
    String digest,
    OptionalDouble probability,
    State state,
    Map<String, String> groups,
    boolean derived,
    @Nullable Instant lookAgain) {

  /** What is known. Only the first two are counted. */
  public enum State {
    OCCURRED,
    NOT_OCCURRED,
    /** It cannot become known any more, as after a death of something else or a move. */
    CENSORED,
    /** The record does not say. */
    UNKNOWN
  }

  public KnownOutcome {
    groups = Map.copyOf(new TreeMap<>(groups));
  }
}
