package org.andiron.audit.sealer;

import org.jspecify.annotations.Nullable;

/**
 * The log is not what was signed of it, or cannot be signed as before: sealing it would vouch for
 * something that is not true. The message tells an operator what is wrong and what to do.
 */
public final class SealingRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  SealingRefusedException(String message) {
    this(message, null);
  }

  SealingRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
