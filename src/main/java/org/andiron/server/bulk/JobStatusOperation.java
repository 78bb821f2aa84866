package org.andiron.server.bulk;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.jobs.imprt.BulkImportAppCtx;
import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.batch2.model.StatusEnum;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.model.BulkExportJobResults;
import ca.uhn.fhir.jpa.bulk.export.model.BulkExportResponseJson;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.util.Batch2JobDefinitionConstants;
import ca.uhn.fhir.util.JsonUtil;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.andiron.server.FileJob;
import org.andiron.server.JobRights;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * Status and cancellation of exports, other jobs that write files, and imports, for who started
 * them: 202 with {@code X-Progress} and {@code Retry-After} while a job runs, 200 with the manifest
 * when it is done, 404 when it is cancelled or unknown; DELETE cancels, or removes the files of a
 * finished export.
 *
 * <p>See <a href="https://hl7.org/fhir/uv/bulkdata/STU2/export.html#bulk-data-status-request">Bulk
 * Data status request</a>.
 */
public final class JobStatusOperation {

  private static final String EXPORT_STATUS = "$export-poll-status";
  private static final String IMPORT_STATUS = "$import-poll-status";
  private static final String JOB_ID = "_jobId";
  private static final long LONGEST_RETRY_SECONDS = 60;

  private final FhirContext context;
  private final IJobCoordinator coordinator;
  private final IJobPersistence persistence;
  private final ExportFiles files;
  private final JobRights rights;
  private final Set<String> exports;
  private final boolean tokenRequired;

  /**
   * @param fileJobs beside exports
   */
  JobStatusOperation(
      FhirContext context,
      IJobCoordinator coordinator,
      IJobPersistence persistence,
      ExportFiles files,
      JobRights rights,
      Collection<FileJob> fileJobs,
      boolean tokenRequired) {
    this.context = context;
    this.coordinator = coordinator;
    this.persistence = persistence;
    this.files = files;
    this.rights = rights;
    Set<String> definitions = new HashSet<>(Set.of(Batch2JobDefinitionConstants.BULK_EXPORT));
    fileJobs.forEach(it -> definitions.add(it.definition()));
    this.exports = Set.copyOf(definitions);
    this.tokenRequired = tokenRequired;
  }

  /** Status or cancellation of an export, or of another job that writes files. */
  @Operation(name = EXPORT_STATUS, idempotent = true, manualResponse = true, deleteEnabled = true)
  public void exportStatus(
      @OperationParam(name = JOB_ID, max = 1) @Nullable StringType jobId,
      ServletRequestDetails request)
      throws IOException {
    answer(job(jobId, exports, request), request);
  }

  /** Status or cancellation of an import. */
  @Operation(name = IMPORT_STATUS, idempotent = true, manualResponse = true, deleteEnabled = true)
  public void importStatus(
      @OperationParam(name = JOB_ID, max = 1) @Nullable StringType jobId,
      ServletRequestDetails request)
      throws IOException {
    answer(job(jobId, Set.of(BulkImportAppCtx.JOB_BULK_IMPORT_PULL), request), request);
  }

  private void answer(JobInstance job, ServletRequestDetails request) throws IOException {
    if (request.getRequestType() == RequestTypeEnum.DELETE) {
      cancel(job, request);
      return;
    }
    switch (state(job)) {
      case RUNNING -> running(job, request);
      case DONE -> done(job, request);
      case FAILED -> failed(job, request);
      case CANCELLED -> throw cancelled();
    }
  }

  private void done(JobInstance job, ServletRequestDetails request) throws IOException {
    if (isExport(job)) {
      manifest(job, request);
    } else {
      outcome(
          request,
          HttpServletResponse.SC_OK,
          IssueSeverity.INFORMATION,
          IssueType.INFORMATIONAL,
          importReport(job.getReport()));
    }
  }

  private boolean isExport(JobInstance job) {
    return exports.contains(job.getJobDefinitionId());
  }

  private enum State {
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
  }

  private static State state(JobInstance job) {
    StatusEnum status = job.getStatus();
    if (status == StatusEnum.COMPLETED) {
      return State.DONE;
    }
    if (status == StatusEnum.FAILED) {
      return State.FAILED;
    }
    return status == StatusEnum.CANCELLED || job.isCancelled() ? State.CANCELLED : State.RUNNING;
  }

  private JobInstance job(
      @Nullable StringType jobId, Set<String> definitions, ServletRequestDetails request) {
    if (jobId == null || jobId.isEmpty()) {
      throw new InvalidRequestException("The parameter " + JOB_ID + " is missing");
    }
    JobInstance job;
    try {
      job = coordinator.getInstance(jobId.getValue());
    } catch (ResourceNotFoundException e) {
      throw new ResourceNotFoundException("There is no such job");
    }
    if (!definitions.contains(job.getJobDefinitionId()) || !rights.mayFollow(request, job)) {
      throw new ResourceNotFoundException("There is no such job");
    }
    return job;
  }

  private static ResourceNotFoundException cancelled() {
    return new ResourceNotFoundException("The job was cancelled");
  }

  private void running(JobInstance job, ServletRequestDetails request) {
    HttpServletResponse response = begin(request, HttpServletResponse.SC_ACCEPTED);
    response.setHeader("X-Progress", progress(job));
    response.setHeader("Retry-After", Long.toString(retryAfterSeconds(job.getCreateTime())));
  }

  private static String progress(JobInstance job) {
    if (job.getStatus() == StatusEnum.QUEUED) {
      return "queued";
    }
    return Math.round(Math.floor(100 * job.getProgress())) + " % done";
  }

  /** A tenth of the time the job has been known: soon for small jobs, seldom for large ones. */
  private static long retryAfterSeconds(@Nullable Date created) {
    if (created == null) {
      return 1;
    }
    long age = Duration.between(created.toInstant(), Instant.now()).toSeconds();
    return Math.max(1, Math.min(LONGEST_RETRY_SECONDS, age / 10));
  }

  private void manifest(JobInstance job, ServletRequestDetails request) throws IOException {
    BulkExportJobResults results = results(job);
    BulkExportResponseJson manifest =
        new BulkExportResponseJson()
            .setTransactionTime(job.getStartTime())
            .setRequest(results.getOriginalRequestUrl())
            .setRequiresAccessToken(tokenRequired);
    manifest.setMsg(results.getReportMsg());
    Map<String, List<String>> filesByType = new TreeMap<>(results.getResourceTypeToBinaryIds());
    filesByType.forEach(
        (type, ids) ->
            ids.forEach(id -> manifest.addOutput().setType(type).setUrl(fileUrl(request, id))));
    for (String id : files.outcomes(job.getInstanceId())) {
      manifest
          .getError()
          .add(
              new BulkExportResponseJson.Output()
                  .setType(ExportFiles.OUTCOME)
                  .setUrl(fileUrl(request, id)));
    }
    HttpServletResponse response = begin(request, HttpServletResponse.SC_OK);
    response.setContentType("application/json;charset=UTF-8");
    JsonUtil.serialize(manifest, response.getWriter());
  }

  private static String fileUrl(ServletRequestDetails request, String id) {
    return request.getServerBaseForRequest()
        + "/"
        + ExportFileOperation.NAME
        + "?"
        + ExportFileOperation.FILE
        + "="
        + id;
  }

  private static BulkExportJobResults results(JobInstance job) {
    return job.getReport() == null
        ? new BulkExportJobResults()
        : JsonUtil.deserialize(job.getReport(), BulkExportJobResults.class);
  }

  private void failed(JobInstance job, ServletRequestDetails request) throws IOException {
    String report = job.getReport() == null ? "" : "\n" + importReport(job.getReport());
    outcome(
        request,
        HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
        IssueSeverity.ERROR,
        IssueType.PROCESSING,
        "The job failed: " + job.getErrorMessage() + report);
  }

  private static @Nullable String importReport(@Nullable String report) {
    if (report == null || !report.startsWith("{")) {
      return report;
    }
    Object message = JsonUtil.deserialize(report, Map.class).get("reportMessage");
    return message == null ? report : message.toString();
  }

  private void cancel(JobInstance job, ServletRequestDetails request) throws IOException {
    switch (state(job)) {
      case CANCELLED -> throw cancelled();
      case DONE, FAILED -> {
        persistence.deleteInstanceAndChunks(job.getInstanceId());
        files.discardAbandoned();
        accepted(request, "The job is finished; what it kept is removed");
      }
      case RUNNING -> {
        coordinator.cancelInstance(job.getInstanceId());
        accepted(request, "The job is cancelled");
      }
    }
  }

  private void accepted(ServletRequestDetails request, String text) throws IOException {
    outcome(
        request,
        HttpServletResponse.SC_ACCEPTED,
        IssueSeverity.INFORMATION,
        IssueType.INFORMATIONAL,
        text);
  }

  private void outcome(
      ServletRequestDetails request,
      int status,
      IssueSeverity severity,
      IssueType type,
      @Nullable String text)
      throws IOException {
    OperationOutcome outcome = new OperationOutcome();
    outcome.addIssue().setSeverity(severity).setCode(type).setDiagnostics(text);
    HttpServletResponse response = begin(request, status);
    response.setContentType("application/fhir+json;charset=UTF-8");
    response.getWriter().write(context.newJsonParser().encodeResourceToString(outcome));
  }

  private static HttpServletResponse begin(ServletRequestDetails request, int status) {
    HttpServletResponse response = request.getServletResponse();
    request.getServer().addHeadersToResponse(response);
    response.setStatus(status);
    return response;
  }
}
