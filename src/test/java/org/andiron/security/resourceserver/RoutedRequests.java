package org.andiron.security.resourceserver;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.security.CallerOfRequest;

/**
 * What the router has taken requests for, which have a number in a header. Only a test registers
 * it, for as long as it runs.
 */
public final class RoutedRequests {

  static final String NUMBER = "X-Test-Number";

  /** What is noted of a request that came through without a checked token. */
  static final String WITHOUT_CALLER = "without caller";

  private final Map<String, String> taken = new ConcurrentHashMap<>();

  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = Integer.MIN_VALUE)
  public void note(RequestDetails request) {
    String number = request.getHeader(NUMBER);
    if (number != null) {
      taken.put(
          number,
          (CallerOfRequest.of(request).isPresent() ? "" : WITHOUT_CALLER + " ")
              + request.getRestOperationType()
              + " "
              + request.getResourceName()
              + " "
              + (request.getId() == null ? "" : request.getId().toUnqualified().getValue())
              + " "
              + request.getOperation());
    }
  }

  /** What the router took a request for; empty if it has not come to it. */
  String of(String number) {
    return taken.getOrDefault(number, "");
  }
}
