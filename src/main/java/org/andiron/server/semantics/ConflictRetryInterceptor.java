package org.andiron.server.semantics;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.model.ResourceVersionConflictResolutionStrategy;

/**
 * Lets HAPI try a transaction again that met another one. A condition of the client on the version
 * is checked anew each time, so that a second attempt cannot overwrite what the client has not
 * seen.
 */
@Interceptor
public class ConflictRetryInterceptor {

  /** With the growing pauses between them, about two seconds. */
  private static final int MAXIMUM_RETRIES = 5;

  @Hook(Pointcut.STORAGE_VERSION_CONFLICT)
  public ResourceVersionConflictResolutionStrategy tryAgain() {
    ResourceVersionConflictResolutionStrategy strategy =
        new ResourceVersionConflictResolutionStrategy();
    strategy.setRetry(true);
    strategy.setMaxRetries(MAXIMUM_RETRIES);
    return strategy;
  }
}
