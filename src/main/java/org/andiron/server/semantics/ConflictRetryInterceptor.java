package org.andiron.server.semantics;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.model.ResourceVersionConflictResolutionStrategy;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.andiron.server.RequestPipeline;
import org.jspecify.annotations.Nullable;

/**
 * Lets HAPI try a transaction again that met another one. A condition of the client on the version
 * is checked anew each time, so that a second attempt cannot overwrite what the client has not
 * seen.
 */
@Interceptor
public class ConflictRetryInterceptor {

  /** With the growing pauses between them, about two seconds. */
  private static final int MAXIMUM_RETRIES = 5;

  private static final String REFERRED_TO = ConflictRetryInterceptor.class.getName();

  /** What others refer to cannot be deleted, however often it is tried. */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_DELETE_CONFLICTS, order = RequestPipeline.CONFLICTS)
  public void referredTo(@Nullable RequestDetails request) {
    if (request != null) {
      request.getUserData().put(REFERRED_TO, true);
    }
  }

  @Hook(Pointcut.STORAGE_VERSION_CONFLICT)
  public ResourceVersionConflictResolutionStrategy tryAgain(@Nullable RequestDetails request) {
    ResourceVersionConflictResolutionStrategy strategy =
        new ResourceVersionConflictResolutionStrategy();
    strategy.setRetry(request == null || !request.getUserData().containsKey(REFERRED_TO));
    strategy.setMaxRetries(MAXIMUM_RETRIES);
    return strategy;
  }
}
