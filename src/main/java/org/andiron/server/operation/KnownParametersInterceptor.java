package org.andiron.server.operation;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.PreferHandlingEnum;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.method.OperationMethodBinding;
import ca.uhn.fhir.rest.server.method.OperationParameter;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;

/**
 * Refuses a parameter that the operation does not have, where ignoring it does harm: an expunge
 * without the limit that was misspelled, an export of more than was asked for, an explanation of
 * another question, a report of another time, a risk model in another state.
 */
@Interceptor
public final class KnownParametersInterceptor {

  private static final String EXPORT = "$export";

  private static final Set<String> STRICT =
      Set.of(
          "$expunge",
          "$delete-expunge",
          "$reindex",
          EXPORT,
          "$explain-access",
          "$evaluate",
          "$access-report",
          "$consistency-proof",
          "$verify",
          "$risk-score",
          "$risk-models",
          "$replay",
          "$risk-outcome",
          "$risk-versions",
          "$risk-history",
          "$risk-monitoring",
          "$risk-deploy",
          "$risk-change",
          "$risk-rollback",
          "$risk-reload",
          "$risk-train",
          "$risk-report");

  /** How to answer, not what to do. */
  private static final Set<String> OF_EVERY_REQUEST =
      Set.of(
          Constants.PARAM_FORMAT,
          Constants.PARAM_PRETTY,
          Constants.PARAM_SUMMARY,
          Constants.PARAM_ELEMENTS);

  /**
   * Compares the names in the URL and in the body with those of the method that is to be called.
   */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void check(ServletRequestDetails request) {
    String operation = request.getOperation();
    if (operation == null
        || !STRICT.contains(operation)
        || (operation.equals(EXPORT) && isLenient(request))
        || !(request.getServer().determineResourceMethod(request, request.getRequestPath())
            instanceof OperationMethodBinding binding)) {
      return;
    }
    Set<String> known = new TreeSet<>();
    binding.getParameters().stream()
        .filter(OperationParameter.class::isInstance)
        .forEach(it -> known.add(((OperationParameter) it).getName()));
    if (operation.equals(EXPORT)) {
      known.add(Constants.PARAM_ELEMENTS);
    }
    Set<String> unknown = new TreeSet<>(request.getParameters().keySet());
    unknown.removeAll(OF_EVERY_REQUEST);
    if (request.getResource() instanceof Parameters body) {
      body.getParameter().stream().map(ParametersParameterComponent::getName).forEach(unknown::add);
    }
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new InvalidRequestException(
          operation
              + " has no parameter "
              + String.join(", ", unknown)
              + "; nothing was done. "
              + (known.isEmpty() ? "It has none." : "It has: " + String.join(", ", known) + '.'));
    }
  }

  private static boolean isLenient(ServletRequestDetails request) {
    String prefer = request.getHeader(Constants.HEADER_PREFER);
    return prefer != null
        && RestfulServerUtils.parsePreferHeader(null, prefer).getHanding()
            == PreferHandlingEnum.LENIENT;
  }
}
