package org.andiron.risk.training;

import org.jspecify.annotations.Nullable;

/** A training cannot go on. The message says why and what to do, in one line, and of no patient. */
public final class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A failure of its own. */
  public TrainingException(String message) {
    this(message, null);
  }

  /** A failure because of another. */
  public TrainingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
