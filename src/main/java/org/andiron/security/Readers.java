package org.andiron.security;

import jakarta.servlet.http.HttpServletRequest;
import org.andiron.visibility.Reader;

/** Tells for whom a caller reads, as far as what patients withhold depends on it. */
public interface Readers {

  /** The same for the same caller with the same purpose. */
  Reader of(Caller caller);

  /**
   * For whoever sends a request beside the FHIR endpoint, with the purpose that it declares. Glass
   * that is broken is not open for it.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException if the request says what
   *     it is for, and may not, or not so
   */
  Reader of(HttpServletRequest request);
}
