package org.andiron.risk.trainingjob;

import org.jspecify.annotations.Nullable;

/**
 * How far a training is.
 *
 * @param state what can be said of it
 * @param progress what is done, in words and per cent, while it runs
 * @param report what came of it, once it is done
 */
public record TrainingStatus(State state, String progress, @Nullable TrainingReport report) {

  /** What can be said of a training. */
  public enum State {
    RUNNING,
    DONE,
    /** For a reason that is in the log of the server alone. */
    FAILED
  }
}
