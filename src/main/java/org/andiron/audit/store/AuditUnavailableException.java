package org.andiron.audit.store;

import org.jspecify.annotations.Nullable;

/**
 * Something was not recorded, so it must not be done or shown. The message says why, without what
 * was to be recorded.
 */
public final class AuditUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AuditUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
