package org.andiron.security;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a request keeps who calls. */
public final class CallerOfRequest {

  private static final String ATTRIBUTE = Caller.class.getName();

  private CallerOfRequest() {}

  /** Notes who calls, once the token is checked. */
  public static void set(HttpServletRequest request, Caller caller) {
    request.setAttribute(ATTRIBUTE, caller);
  }

  /** Who calls; nobody if no token was checked. */
  public static Optional<Caller> of(@Nullable HttpServletRequest request) {
    return request != null && request.getAttribute(ATTRIBUTE) instanceof Caller caller
        ? Optional.of(caller)
        : Optional.empty();
  }

  /** Who calls; nobody for what the server does by itself. Entries of a Bundle have its caller. */
  public static Optional<Caller> of(@Nullable RequestDetails request) {
    return request instanceof ServletRequestDetails details
        ? of(details.getServletRequest())
        : Optional.empty();
  }
}
