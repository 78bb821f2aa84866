package org.andiron.storage.explain;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.method.SearchMethodBinding;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.andiron.server.Administrators;
import org.andiron.server.RequestPipeline;

/**
 * Answers a search that has {@value #PARAMETER} with how it was done in place of what it found. The
 * search is really done, so that what is explained is what is run.
 */
@Interceptor
public final class ExplainInterceptor {

  static final String PARAMETER = "_explain";

  private static final String REQUESTED = ExplainInterceptor.class.getName();

  private final StatementExplainer explainer;
  private final Administrators administrators;

  ExplainInterceptor(StatementExplainer explainer, Administrators administrators) {
    this.explainer = explainer;
    this.administrators = administrators;
  }

  /** Begins an explanation if one is asked for. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.EXPLANATION)
  public void begin(RequestDetails request) {
    String[] values = request.getParameters().get(PARAMETER);
    if (values == null || !SearchMethodBinding.isPlainSearchRequest(request)) {
      return;
    }
    if (isAsked(values)) {
      if (!administrators.include(request)) {
        throw new ForbiddenOperationException(
            "The parameter '" + PARAMETER + "' is for administrators. Leave it out to search.");
      }
      request.getUserData().put(REQUESTED, true);
      explainer.begin();
    }
    // To those that follow, the search is as any other.
    Map<String, String[]> others = new HashMap<>(request.getParameters());
    others.remove(PARAMETER);
    request.setParameters(others);
  }

  private static boolean isAsked(String[] values) {
    String value = values.length == 1 ? values[0] : "";
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new InvalidRequestException(
              "The parameter '" + PARAMETER + "' must be given once, as true or false.");
    };
  }

  /** Sends the explanation. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.EXPLAINED_ANSWERS)
  public boolean answer(RequestDetails request) throws IOException {
    if (!isRequested(request)) {
      return true;
    }
    // What shapes an answer to the search would cut the explanation.
    Map<String, String[]> form = new HashMap<>(request.getParameters());
    form.keySet().retainAll(Set.of(Constants.PARAM_FORMAT, Constants.PARAM_PRETTY));
    request.setParameters(form);
    RestfulServerUtils.streamResponseAsResource(
        request.getServer(),
        ExplanationParameters.of(explainer.end()),
        Set.of(SummaryEnum.FALSE),
        Constants.STATUS_HTTP_200_OK,
        false,
        request.isRespondGzip(),
        request,
        null,
        null);
    return false;
  }

  /** Ends the explanation of a search that failed. */
  @Hook(value = Pointcut.SERVER_PROCESSING_COMPLETED, order = RequestPipeline.EXPLANATION)
  public void end(RequestDetails request) {
    if (isRequested(request)) {
      explainer.end();
    }
  }

  private static boolean isRequested(RequestDetails request) {
    return request.getUserData().containsKey(REQUESTED);
  }
}
