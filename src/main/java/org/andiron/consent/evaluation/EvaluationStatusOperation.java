package org.andiron.consent.evaluation;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.batch2.model.StatusEnum;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.util.JsonUtil;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.andiron.server.JobRights;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code Consent/$evaluate-status}: how far an evaluation in the background is, and what came of
 * it, for who started it. DELETE ends it and removes what came of it.
 */
public final class EvaluationStatusOperation {

  static final String NAME = "$evaluate-status";
  static final String JOB = "_jobId";

  private final IJobCoordinator jobs;
  private final IJobPersistence kept;
  private final JobRights rights;

  EvaluationStatusOperation(IJobCoordinator jobs, IJobPersistence kept, JobRights rights) {
    this.jobs = jobs;
    this.kept = kept;
    this.rights = rights;
  }

  /** 202 with {@code X-Progress} while it runs, 200 with what {@code $evaluate} answers then. */
  @Operation(
      name = NAME,
      type = Consent.class,
      idempotent = true,
      manualResponse = true,
      deleteEnabled = true)
  public void status(
      @OperationParam(name = JOB, max = 1) @Nullable StringType id, ServletRequestDetails request)
      throws IOException {
    JobInstance job = job(id, request);
    boolean ended = job.getStatus().isEnded();
    if (request.getRequestType() == RequestTypeEnum.DELETE) {
      if (ended) {
        kept.deleteInstanceAndChunks(job.getInstanceId());
      } else {
        jobs.cancelInstance(job.getInstanceId());
      }
      begin(request);
    } else if (!ended) {
      HttpServletResponse response = begin(request);
      response.setHeader("X-Progress", progress(job));
      response.setHeader("Retry-After", "1");
    } else if (job.getStatus() == StatusEnum.COMPLETED) {
      EvaluateOperation.answer(
          EffectsAnswer.of(
              job.getParameters(Plan.class), JsonUtil.deserialize(job.getReport(), Effects.class)),
          request);
    } else {
      throw new InternalErrorException("The evaluation failed. Start it again.");
    }
  }

  private static String progress(JobInstance job) {
    return job.getStatus() == StatusEnum.QUEUED
        ? "queued"
        : Math.round(Math.floor(100 * job.getProgress())) + " % done";
  }

  private JobInstance job(@Nullable StringType id, ServletRequestDetails request) {
    if (id == null || id.isEmpty()) {
      throw new InvalidRequestException("The parameter " + JOB + " is missing");
    }
    JobInstance job;
    try {
      job = jobs.getInstance(id.getValue());
    } catch (ResourceNotFoundException e) {
      throw unknown();
    }
    boolean cancelled = job.isCancelled() || job.getStatus() == StatusEnum.CANCELLED;
    if (cancelled
        || !job.getJobDefinitionId().equals(EvaluationJob.ID)
        || !rights.mayHaveFiles(request, job)) {
      throw unknown();
    }
    return job;
  }

  private static ResourceNotFoundException unknown() {
    return new ResourceNotFoundException("There is no such evaluation");
  }

  private static HttpServletResponse begin(ServletRequestDetails request) {
    HttpServletResponse response = request.getServletResponse();
    request.getServer().addHeadersToResponse(response);
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
    return response;
  }
}
