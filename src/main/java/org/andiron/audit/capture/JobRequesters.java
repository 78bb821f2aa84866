package org.andiron.audit.capture;

import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.IBaseInterceptorBroadcaster.IInterceptorFilterHook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import java.util.Optional;
import java.util.function.Supplier;
import org.andiron.audit.KeptRequester;
import org.andiron.audit.event.Requester;

/**
 * What a job in the background does is done for whoever started it. That is kept with the job, so
 * that it is the same on every node and after a crash.
 */
@Interceptor
public final class JobRequesters {

  private static final String KEY = "auditRequester";
  private static final String IMPORT = "BULK_IMPORT_PULL";

  private final Supplier<Requester> requester;

  /**
   * @param requester of this thread
   */
  JobRequesters(Supplier<Requester> requester) {
    this.requester = requester;
  }

  /** Keeps with a new job who starts it. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_BATCH_JOB_CREATE)
  public void keep(JobInstance job) {
    Requester starter = requester.get();
    if (!starter.equals(Requester.SERVER)) {
      job.addUserData(KEY, KeptRequester.write(starter));
    }
  }

  /** Does a piece of a job in the name of who started it. */
  @Hook(Pointcut.BATCH2_CHUNK_PROCESS_FILTER)
  public IInterceptorFilterHook around(JobInstance job) {
    Optional<JobWork> work =
        job.getUserData().get(KEY) instanceof String kept
            ? Optional.of(
                new JobWork(KeptRequester.read(kept), IMPORT.equals(job.getJobDefinitionId())))
            : Optional.empty();
    return piece -> JobWork.during(work, piece);
  }
}
