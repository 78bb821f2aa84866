package org.andiron.server.semantics;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import org.andiron.server.RequestPipeline;

/**
 * Answers OPTIONS with the methods of what the URL names. At the base HAPI adds the
 * CapabilityStatement, elsewhere there is no body.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-options">RFC 9110, 9.3.7</a>
 */
@Interceptor
public class OptionsInterceptor {

  private static final String READ = "GET, HEAD, OPTIONS";
  private static final String INVOKE = "GET, HEAD, POST, OPTIONS";
  private static final String TYPE = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
  private static final String INSTANCE = "GET, HEAD, PUT, PATCH, DELETE, OPTIONS";

  private final DaoRegistry daos;

  OptionsInterceptor(DaoRegistry daos) {
    this.daos = daos;
  }

  /** Returns false where the answer is complete. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public boolean answer(RequestDetails request, HttpServletResponse response) {
    if (request.getRequestType() != RequestTypeEnum.OPTIONS) {
      return true;
    }
    String path = request.getRequestPath().replaceAll("/+$", "");
    response.setHeader("Allow", methods(path));
    if (path.isEmpty()) {
      return true;
    }
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    return false;
  }

  private String methods(String path) {
    String[] segments = path.split("/", -1);
    String last = segments[segments.length - 1];
    if (path.isEmpty() || segments[0].startsWith("$") || last.equals("_search")) {
      return INVOKE;
    }
    if (segments[0].equals("metadata") || segments[0].equals("_history")) {
      return READ;
    }
    if (!daos.isResourceTypeSupported(segments[0])) {
      throw new ResourceNotFoundException("There is no resource type of this name");
    }
    if (last.startsWith("$")) {
      return INVOKE;
    }
    return switch (segments.length) {
      case 1 -> TYPE;
      case 2 -> last.equals("_history") ? READ : INSTANCE;
      default -> READ;
    };
  }
}
