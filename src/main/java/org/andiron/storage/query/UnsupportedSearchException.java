package org.andiron.storage.query;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.io.Serial;

/**
 * A search names something that this server does not have: a parameter, a modifier, a prefix, a
 * type. A client may ask to have that left out of the search; a value that cannot be understood it
 * may not.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#errors">Handling errors</a>
 */
public final class UnsupportedSearchException extends InvalidRequestException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * An unsupported search.
   *
   * @param message what is not there, and what is
   */
  public UnsupportedSearchException(String message) {
    super(message);
  }
}
