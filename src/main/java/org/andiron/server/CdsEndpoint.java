package org.andiron.server;

import jakarta.servlet.http.HttpServletRequest;

/** Where CDS services are. */
public final class CdsEndpoint {

  /** Path below the port at which they are listed, and below which they are called. */
  public static final String PATH = "/cds-services";

  private CdsEndpoint() {}

  /** Whether a request is to this endpoint. */
  public static boolean isTo(HttpServletRequest request) {
    return PATH.equals(request.getServletPath());
  }
}
