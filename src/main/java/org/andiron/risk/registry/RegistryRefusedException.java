package org.andiron.risk.registry;

import org.jspecify.annotations.Nullable;

/** The registry does not do what it was asked; nothing was changed. The message says why. */
public final class RegistryRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** There is no such model, or no such version of it. */
    UNKNOWN,
    /** It is not possible in the state that the model is in. */
    STATE,
    /** A package is broken. */
    PACKAGE,
    /** A package is not the one that is pinned. */
    PINNED,
    /** Another package has this version. */
    TAKEN
  }

  private final Reason reason;

  public RegistryRefusedException(Reason reason, String message) {
    this(reason, message, null);
  }

  public RegistryRefusedException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
