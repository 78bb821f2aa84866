package org.andiron.audit.verification;

import org.jspecify.annotations.Nullable;

/** A log cannot be verified because it cannot be read. The message says why and what to do. */
public final class UnreadableLogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableLogException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
