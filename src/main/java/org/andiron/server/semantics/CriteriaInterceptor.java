package org.andiron.server.semantics;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Arrays;
import java.util.Map;
import org.andiron.server.RequestPipeline;
import org.andiron.server.SearchControls;

/**
 * A conditional write names what it is about. Without criteria HAPI would take all resources of the
 * type: {@code DELETE Patient?_expunge=true} empties the server.
 */
@Interceptor
public class CriteriaInterceptor {

  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void requireCriteria(RequestDetails request) {
    RequestTypeEnum method = request.getRequestType();
    boolean ofType =
        request.getResourceName() != null
            && request.getId() == null
            && request.getOperation() == null;
    boolean conditional = method == RequestTypeEnum.DELETE || method == RequestTypeEnum.PATCH;
    if (ofType && conditional && !hasCriteria(request.getParameters())) {
      throw new InvalidRequestException(
          method
              + " needs an id, as in "
              + request.getResourceName()
              + "/[id], or search criteria, as in "
              + request.getResourceName()
              + "?identifier=[system]|[value]");
    }
    String ifNoneExist = request.getHeader(Constants.HEADER_IF_NONE_EXIST);
    if (ifNoneExist != null && ifNoneExist.isBlank()) {
      throw new InvalidRequestException(
          "If-None-Exist is empty: it needs search criteria, as in identifier=[system]|[value]");
    }
  }

  /** A parameter without a value chooses nothing. */
  private static boolean hasCriteria(Map<String, String[]> parameters) {
    return parameters.entrySet().stream()
        .anyMatch(
            it ->
                !SearchControls.contains(it.getKey())
                    && Arrays.stream(it.getValue()).anyMatch(value -> !value.isBlank()));
  }

  /** Whether a query says what it is about. */
  static boolean hasCriteria(String query) {
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0
          && equals < pair.length() - 1
          && !SearchControls.contains(pair.substring(0, equals))) {
        return true;
      }
    }
    return false;
  }
}
