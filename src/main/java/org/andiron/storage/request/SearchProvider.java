package org.andiron.storage.request;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Map;

/** What answers searches whose parameters have been checked. */
public interface SearchProvider {

  /** The types that a request searches; empty for all. */
  List<String> searchedTypes(RequestDetails request);

  /**
   * Checks the parameters of a request.
   *
   * @param reader knows the parameters of the common search, and those that say how to answer
   * @param lenient whether what this server does not have is left out, and not refused
   * @throws ca.uhn.fhir.rest.server.exceptions.InvalidRequestException with an issue for each
   *     parameter that is wrong
   */
  default AppliedSearch read(
      SearchRequestReader reader,
      RequestDetails request,
      Map<String, String[]> parameters,
      boolean lenient) {
    return reader.read(searchedTypes(request), parameters, lenient);
  }
}
