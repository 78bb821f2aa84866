package org.andiron.audit.retention;

import org.jspecify.annotations.Nullable;

/** The database refused one thing, for the reason in the message; another may well be done. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
