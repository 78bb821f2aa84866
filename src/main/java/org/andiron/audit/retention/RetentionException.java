package org.andiron.audit.retention;

import org.jspecify.annotations.Nullable;

/** Nothing of what was asked for can be done. The message says why and what to do. */
public final class RetentionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RetentionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
