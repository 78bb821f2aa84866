package org.andiron.storage.request;

import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.server.error.ParameterFault;
import org.andiron.storage.compartment.Compartment;
import org.andiron.storage.compartment.CompartmentSearchInterceptor;
import org.andiron.storage.compartment.CompartmentSearchParameters;
import org.andiron.storage.paging.PagedSearches;
import org.andiron.storage.query.NearestNames;
import org.andiron.storage.search.UrlSearch;
import org.hl7.fhir.r4.model.IdType;

/**
 * {@code GET [base]?…} and {@code GET [compartment]/[id]/*?…}: searches without a type in the path.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#searchcontexts">Search contexts</a>
 */
public class AllTypesSearchProvider implements SearchProvider {

  private final Set<String> allTypes;
  private final CompartmentSearchParameters searchParameters;
  private final PagedSearches searches;

  /**
   * @param allTypes that can be searched together
   */
  AllTypesSearchProvider(
      Set<String> allTypes, CompartmentSearchParameters searchParameters, PagedSearches searches) {
    this.allTypes = Set.copyOf(allTypes);
    this.searchParameters = searchParameters;
    this.searches = searches;
  }

  @Override
  public List<String> searchedTypes(RequestDetails request) {
    Optional<IdType> focus = CompartmentSearchInterceptor.focus(request);
    List<String> types = types(request);
    if (focus.isEmpty()) {
      return types;
    }
    Compartment compartment = Compartment.of(focus.get().getResourceType()).orElseThrow();
    List<String> members =
        types.stream()
            .filter(it -> !searchParameters.memberPaths(it, compartment).isEmpty())
            .toList();
    if (members.isEmpty()) {
      throw new InvalidRequestException("None of these types is ever in this compartment");
    }
    return members;
  }

  /** Searches all types, or those that {@code _type} names. */
  @Search(allowUnknownParams = true)
  public IBundleProvider search(RequestDetails request) {
    List<String> types = searchedTypes(request);
    Optional<IdType> focus = CompartmentSearchInterceptor.takeFocus(request);
    UrlSearch search = UrlSearch.of(request.getParameters());
    if (focus.isEmpty() && search.conditions().isEmpty()) {
      throw new InvalidRequestException(
          "A search of all types needs a criterion, such as _id or _lastUpdated, or _type");
    }
    focus.ifPresent(it -> search.add(membership(it), reference(it)));
    return searches.search(types, search, request);
  }

  private static String membership(IdType focus) {
    return Compartment.of(focus.getResourceType()).orElseThrow().membershipParameter();
  }

  private static ReferenceParam reference(IdType focus) {
    return new ReferenceParam(focus.getResourceType(), null, focus.getIdPart());
  }

  private List<String> types(RequestDetails request) {
    String[] named = request.getParameters().get(Constants.PARAM_TYPE);
    List<String> types =
        named == null
            ? List.of()
            : Arrays.stream(named)
                .flatMap(it -> Arrays.stream(it.split(",")))
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .distinct()
                .toList();
    if (types.isEmpty()) {
      return allTypes.stream().sorted().toList();
    }
    List<ParameterFault> unknown =
        types.stream()
            .filter(it -> !allTypes.contains(it))
            .map(it -> ParameterFault.ofValue(Constants.PARAM_TYPE, unknownType(it)))
            .toList();
    if (!unknown.isEmpty()) {
      throw ParameterFault.refusal(unknown);
    }
    return types;
  }

  private String unknownType(String type) {
    return "The parameter '_type' names the type '"
        + type
        + "', which does not exist."
        + NearestNames.question(type, allTypes);
  }
}
