package org.andiron.server;

import ca.uhn.fhir.rest.api.server.RequestDetails;

/**
 * Who may look inside the server. Whoever knows the callers declares the one bean of this type, and
 * a feature that shows what only administrators may see asks it.
 */
@FunctionalInterface
public interface Administrators {

  /** Whether the caller of the request is one of them. */
  boolean include(RequestDetails request);
}
