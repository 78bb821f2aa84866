package org.andiron.risk.administration;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.andiron.risk.trainingjob.TrainingJobs;
import org.andiron.risk.trainingjob.TrainingReport;
import org.andiron.risk.trainingjob.TrainingStatus;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code $risk-train-status}: 202 with {@code X-Progress} while a training runs, 200 with
 * Parameters if it has registered a version, 422 with the reason if not, 404 if it was cancelled or
 * there is none; DELETE ends it, or forgets one that has ended.
 */
public final class TrainStatusOperation {

  static final String NAME = "$risk-train-status";
  static final String JOB = "_jobId";

  private static final int UNPROCESSABLE = 422;

  private final FhirContext context;
  private final TrainingJobs jobs;

  TrainStatusOperation(FhirContext context, TrainingJobs jobs) {
    this.context = context;
    this.jobs = jobs;
  }

  /** Tells, or ends. */
  @Operation(name = NAME, idempotent = true, manualResponse = true, deleteEnabled = true)
  public void status(
      @OperationParam(name = JOB, min = 1, max = 1) @Nullable StringType id,
      ServletRequestDetails request)
      throws IOException {
    String job = Given.required(JOB, id);
    if (request.getRequestType() == RequestTypeEnum.DELETE) {
      jobs.end(request, job);
      begin(request, HttpServletResponse.SC_ACCEPTED);
      return;
    }
    TrainingStatus status = jobs.status(request, job);
    TrainingReport report = status.report();
    if (status.state() == TrainingStatus.State.RUNNING) {
      HttpServletResponse response = begin(request, HttpServletResponse.SC_ACCEPTED);
      response.setHeader("X-Progress", status.progress());
      response.setHeader("Retry-After", "5");
    } else if (report == null) {
      throw new InternalErrorException(
          "The training failed by an error of this server, whose log says more. Nothing was"
              + " registered.");
    } else if (report.refusal() == null) {
      answer(
          request,
          HttpServletResponse.SC_OK,
          TrainingAnswer.registered(report, request.getServerBaseForRequest()));
    } else {
      answer(request, UNPROCESSABLE, TrainingAnswer.refused(report));
    }
  }

  private void answer(ServletRequestDetails request, int status, IBaseResource resource)
      throws IOException {
    HttpServletResponse response = begin(request, status);
    response.setContentType("application/fhir+json;charset=UTF-8");
    response.getWriter().write(context.newJsonParser().encodeResourceToString(resource));
  }

  private static HttpServletResponse begin(ServletRequestDetails request, int status) {
    HttpServletResponse response = request.getServletResponse();
    request.getServer().addHeadersToResponse(response);
    response.setStatus(status);
    return response;
  }
}
