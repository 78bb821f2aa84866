package org.andiron.storage.request;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import org.andiron.storage.compartment.CompartmentSearchInterceptor;
import org.andiron.storage.search.UrlSearch;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Searches one type of resource with the parameters as they came in the URL or the form.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html">Search</a>
 */
public final class TypeSearchProvider implements IResourceProvider, SearchProvider {

  private final IFhirResourceDao<?> dao;

  TypeSearchProvider(IFhirResourceDao<?> dao) {
    this.dao = dao;
  }

  @Override
  public Class<? extends IBaseResource> getResourceType() {
    return dao.getResourceType();
  }

  @Override
  public List<String> searchedTypes(RequestDetails request) {
    return List.of(Objects.requireNonNull(request.getResourceName()));
  }

  /** Searches. */
  @Search(allowUnknownParams = true)
  public IBundleProvider search(RequestDetails request, HttpServletResponse response) {
    IBundleProvider found = dao.search(UrlSearch.of(request.getParameters()), request, response);
    CompartmentSearchInterceptor.requireTaken(request);
    return found;
  }
}
