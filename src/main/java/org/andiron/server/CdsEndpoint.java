package org.andiron.server;

import jakarta.servlet.http.HttpServletRequest;

/** Where CDS services are. */
public final class CdsEndpoint {

  /** Path below the port at which they are listed, and below which they are called. */
  public static final String PATH = "/cds-services";

  private CdsEndpoint() {}

  /** The FHIR base by the address that was called, as links in answers of that endpoint have it. */
  public static String fhirBase(HttpServletRequest request) {
    String called = request.getRequestURL().toString();
    return called.substring(0, called.length() - request.getRequestURI().length())
        + FhirEndpoint.PATH;
  }

  /** Whether a request is to this endpoint. */
  public static boolean isTo(HttpServletRequest request) {
    return PATH.equals(request.getServletPath());
  }
}
