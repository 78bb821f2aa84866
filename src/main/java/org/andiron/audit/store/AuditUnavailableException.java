package org.andiron.audit.store;

import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import org.jspecify.annotations.Nullable;

/**
 * Something was not recorded, so it must not be done or shown: 503 for a client, who may try again.
 * The message says why, without what was to be recorded.
 */
public final class AuditUnavailableException extends UnclassifiedServerFailureException {

  private static final long serialVersionUID = 1L;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final String RETRY_AFTER_SECONDS = "5";

  AuditUnavailableException(String message, @Nullable Throwable cause) {
    super(SERVICE_UNAVAILABLE, message);
    addResponseHeader("Retry-After", RETRY_AFTER_SECONDS);
    initCause(cause);
  }
}
