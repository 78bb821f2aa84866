package org.andiron.storage.request;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;

/** What answers searches whose parameters have been checked. */
interface SearchProvider {

  /** The types that a request searches; empty for all. */
  List<String> searchedTypes(RequestDetails request);
}
