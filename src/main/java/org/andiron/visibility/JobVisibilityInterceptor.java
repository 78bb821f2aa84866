package org.andiron.visibility;

import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.IBaseInterceptorBroadcaster.IInterceptorFilterHook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For a job in the background there exists what existed for whoever started it. It is kept with the
 * job, so that it is the same on every node and after a crash.
 */
@Interceptor
public final class JobVisibilityInterceptor {

  /** Keeps with a new job what exists for its request. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_BATCH_JOB_CREATE)
  public void keep(JobInstance job, @Nullable RequestDetails request) {
    Visibility visibility = VisibilityOfRequest.of(request);
    if (!visibility.unrestricted()) {
      JobVisibility.set(job, visibility);
    }
    VisibilityOfRequest.reader(request).ifPresent(it -> JobVisibility.setReader(job, it));
  }

  /** Does a piece of a job so that no more exists for it. */
  @Hook(Pointcut.BATCH2_CHUNK_PROCESS_FILTER)
  public IInterceptorFilterHook around(JobInstance job) {
    Visibility visibility = JobVisibility.of(job).orElse(Visibility.ALL);
    Optional<Reader> reader = JobVisibility.reader(job);
    return work -> VisibilityOfRequest.during(visibility, reader, work);
  }
}
