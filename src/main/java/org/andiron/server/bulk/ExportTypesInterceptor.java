package org.andiron.server.bulk;

import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.bulk.BulkExportJobParameters;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.util.Batch2JobDefinitionConstants;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.server.JobRights;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;

/**
 * Leaves types out of an export that its caller has no right to. The manifest has a file that says
 * which. A type that was asked for by its name is refused.
 */
@Interceptor
public final class ExportTypesInterceptor {

  private static final String LEFT_OUT = "leftOut";

  private final FhirContext context;
  private final JobRights rights;
  private final ExportFiles files;

  ExportTypesInterceptor(FhirContext context, JobRights rights, ExportFiles files) {
    this.context = context;
    this.rights = rights;
    this.files = files;
  }

  /** Asks of each type of an export that is about to begin. */
  @Hook(Pointcut.STORAGE_INITIATE_BULK_EXPORT)
  public void limit(BulkExportJobParameters job, RequestDetails request) {
    Set<String> wanted = new TreeSet<>(job.getResourceTypes());
    Set<String> allowed = new TreeSet<>(rights.exportable(request, wanted));
    if (allowed.containsAll(wanted)) {
      return;
    }
    Set<String> leftOut = new TreeSet<>(wanted);
    leftOut.removeAll(allowed);
    if (allowed.isEmpty() || namesTypes(request)) {
      throw new ForbiddenOperationException(
          "This caller has no right to export " + String.join(", ", leftOut));
    }
    job.setResourceTypes(allowed);
    job.setUserData(LEFT_OUT, String.join(", ", leftOut));
  }

  private static boolean namesTypes(RequestDetails request) {
    return request.getParameters().containsKey(Constants.PARAM_TYPE)
        || (request.getResource() instanceof Parameters body
            && body.hasParameter(Constants.PARAM_TYPE));
  }

  /** Writes the file that says what was left out. */
  @Hook(Pointcut.STORAGE_POSTSTORAGE_BATCH_JOB_CREATE)
  public void explain(JobInstance job) {
    if (!job.getJobDefinitionId().equals(Batch2JobDefinitionConstants.BULK_EXPORT)) {
      return;
    }
    Map<String, Object> userData = job.getParameters(BulkExportJobParameters.class).getUserData();
    if (userData == null || !(userData.get(LEFT_OUT) instanceof String leftOut)) {
      return;
    }
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.WARNING)
        .setCode(IssueType.SUPPRESSED)
        .setDiagnostics("Left out, because the caller has no right to export them: " + leftOut);
    String line = context.newJsonParser().encodeResourceToString(outcome) + "\n";
    files.write(
        new ExportFile(
            job.getInstanceId(), ExportFiles.OUTCOME, line.getBytes(StandardCharsets.UTF_8)));
  }
}
