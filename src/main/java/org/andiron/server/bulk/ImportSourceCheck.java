package org.andiron.server.bulk;

import ca.uhn.fhir.batch2.jobs.imprt.BulkImportAppCtx;
import ca.uhn.fhir.batch2.jobs.imprt.BulkImportJobParameters;
import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import org.andiron.server.egress.EgressPolicy;

/** Refuses an {@code $import} at once when one of its files lies where this server may not call. */
@Interceptor
public final class ImportSourceCheck {

  private final EgressPolicy egress;

  ImportSourceCheck(EgressPolicy egress) {
    this.egress = egress;
  }

  /** Checks the URLs of a job that is about to be stored. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_BATCH_JOB_CREATE)
  public void check(JobInstance job) {
    if (!job.getJobDefinitionId().equals(BulkImportAppCtx.JOB_BULK_IMPORT_PULL)) {
      return;
    }
    List<String> urls = job.getParameters(BulkImportJobParameters.class).getNdJsonUrls();
    for (int i = 0; i < urls.size(); i++) {
      int input = i + 1;
      egress
          .refusal(urls.get(i))
          .ifPresent(
              reason -> {
                throw new UnprocessableEntityException(
                    "Input file " + input + " is refused: " + reason);
              });
    }
  }
}
