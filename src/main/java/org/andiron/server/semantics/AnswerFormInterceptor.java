package org.andiron.server.semantics;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.server.RequestPipeline;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Refuses a request for an answer in a form that this server does not have, before it is done. */
@Interceptor
public class AnswerFormInterceptor {

  /** Answer with what they hold or with plain JSON, whatever Accept says of resources. */
  private static final Set<String> NOT_IN_FHIR =
      Set.of("Binary", "$export-file", "$graphql", "$risk-report");

  /** Have forms of their own beside, of which they refuse others themselves. */
  private static final Set<String> IN_OTHER_FORMS = Set.of("$access-report");

  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_FORM)
  public void checkParameters(RequestDetails request) {
    if (hasOtherForms(request)) {
      return;
    }
    try {
      AnswerForm.check(request.getParameters());
    } catch (BaseServerResponseException refused) {
      refuse(request, refused);
    }
  }

  /** Runs once it is known that FHIR answers: pages of HTML and their images have other types. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void checkAccept(RequestDetails request, HttpServletRequest servletRequest) {
    String[] format = request.getParameters().get(Constants.PARAM_FORMAT);
    boolean formatDecides = format != null && format.length > 0 && !format[0].isBlank();
    if (!formatDecides
        && request.getRequestType() != RequestTypeEnum.OPTIONS
        && !isNotInFhir(request.getResourceName())
        && !isNotInFhir(request.getOperation())
        && !hasOtherForms(request)) {
      try {
        AnswerForm.checkAccept(
            Collections.list(servletRequest.getHeaders(Constants.HEADER_ACCEPT)));
      } catch (BaseServerResponseException refused) {
        refuse(request, refused);
      }
    }
  }

  /** HAPI would write the refusal itself in the form that is refused, if it knows its name. */
  private static void refuse(RequestDetails request, BaseServerResponseException refusal) {
    if (refusal.getStatusCode() == HttpStatus.NOT_ACCEPTABLE.value()) {
      Map<String, String[]> parameters = new HashMap<>(request.getParameters());
      parameters.remove(Constants.PARAM_FORMAT);
      request.setParameters(parameters);
      request.setHeaders(Constants.HEADER_ACCEPT, List.of());
    }
    throw refusal;
  }

  private static boolean hasOtherForms(RequestDetails request) {
    return request.getOperation() != null && IN_OTHER_FORMS.contains(request.getOperation());
  }

  private static boolean isNotInFhir(@Nullable String name) {
    return name != null && NOT_IN_FHIR.contains(name);
  }
}
