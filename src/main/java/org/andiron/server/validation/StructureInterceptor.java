package org.andiron.server.validation;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a body that has not the form of a resource, before HAPI reads it, which would drop what
 * it does not know. Says what is wrong at each place: 400, or 422 if all of it could be read.
 */
@Interceptor
final class StructureInterceptor {

  private final Structure structure;

  StructureInterceptor(Structure structure) {
    this.structure = structure;
  }

  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = RequestPipeline.VALIDATION)
  public void check(ServletRequestDetails request) {
    EncodingEnum encoding = encodingOfResource(request);
    if (encoding == null) {
      return;
    }
    byte[] body = request.loadRequestContents();
    if (body == null || body.length == 0) {
      return;
    }
    StructureReport report = structure.check(encoding, body);
    List<Problem> problems = new ArrayList<>(report.problems());
    if (report.resourceType() != null) {
      compareWithUrl(request, report, report.resourceType(), problems);
    }
    if (!problems.isEmpty()) {
      throw refusal(problems);
    }
  }

  /** How the body writes a resource, or nothing if it is none, or none to be read here. */
  private static @Nullable EncodingEnum encodingOfResource(ServletRequestDetails request) {
    RequestTypeEnum method = request.getRequestType();
    boolean hasBody =
        method == RequestTypeEnum.POST
            || method == RequestTypeEnum.PUT
            || method == RequestTypeEnum.PATCH;
    String operation = request.getOperation();
    if (!hasBody || "$graphql".equals(operation) || "$validate".equals(operation)) {
      return null;
    }
    String contentType = request.getHeader("Content-Type");
    if (contentType == null || contentType.toLowerCase(Locale.ROOT).contains("patch")) {
      return null;
    }
    boolean onlyFhir =
        method == RequestTypeEnum.PATCH || "Binary".equals(request.getResourceName());
    EncodingEnum encoding =
        onlyFhir
            ? EncodingEnum.forContentTypeStrict(contentType)
            : RestfulServerUtils.determineRequestEncodingNoDefault(request);
    return encoding == EncodingEnum.JSON || encoding == EncodingEnum.XML ? encoding : null;
  }

  private static void compareWithUrl(
      ServletRequestDetails request, StructureReport report, String type, List<Problem> problems) {
    RestOperationTypeEnum interaction = request.getRestOperationType();
    if (interaction == RestOperationTypeEnum.TRANSACTION && !type.equals("Bundle")) {
      problems.add(
          new Problem(
              "invalid",
              type,
              "The base URL takes a Bundle. Post this resource to /" + type + ".",
              false));
      return;
    }
    boolean update = interaction == RestOperationTypeEnum.UPDATE;
    if (!update && interaction != RestOperationTypeEnum.CREATE) {
      return;
    }
    if (!type.equals(request.getResourceName())) {
      problems.add(
          new Problem(
              "invalid",
              type,
              "The URL is of the type "
                  + request.getResourceName()
                  + ", the body is of the type "
                  + type
                  + ".",
              false));
    } else if (update && request.getId() != null && request.getId().hasIdPart()) {
      if (report.id() == null) {
        problems.add(
            new Problem(
                "required",
                type + ".id",
                "The body of an update has the id that its URL has.",
                false));
      } else if (!report.id().equals(request.getId().getIdPart())) {
        problems.add(
            new Problem("invalid", type + ".id", "The id differs from that of the URL.", false));
      }
    }
  }

  private static BaseServerResponseException refusal(List<Problem> problems) {
    OperationOutcome outcome = Structure.outcome(problems);
    String message = problems.get(0).diagnostics();
    return problems.stream().allMatch(Problem::readable)
        ? new UnprocessableEntityException(message, outcome)
        : new InvalidRequestException(message, outcome);
  }
}
