package org.andiron.storage.paging;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.BasePagingProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.andiron.server.error.ParameterFault;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Opens the pages of searches by the ids in their links. */
final class SearchPagingProvider extends BasePagingProvider {

  private final ObjectProvider<PagedSearches> searches;

  SearchPagingProvider(ObjectProvider<PagedSearches> searches) {
    this.searches = searches;
  }

  /**
   * The pages of a search.
   *
   * @throws InvalidRequestException if the request asks for a page that cannot be
   * @throws ResourceGoneException if the search is not known, or not any more
   */
  @Override
  public IBundleProvider retrieveResultList(@Nullable RequestDetails request, String id) {
    if (request != null) {
      requireNumbers(request);
    }
    UUID list;
    try {
      list = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw PagedSearches.gone();
    }
    return searches.getObject().open(list, request).orElseThrow(PagedSearches::gone);
  }

  private static void requireNumbers(RequestDetails request) {
    List<ParameterFault> faults = new ArrayList<>();
    requireNumber(request, Constants.PARAM_PAGINGOFFSET, 0, faults);
    requireNumber(request, Constants.PARAM_COUNT, 1, faults);
    if (!faults.isEmpty()) {
      throw ParameterFault.refusal(faults);
    }
  }

  private static void requireNumber(
      RequestDetails request, String name, int least, List<ParameterFault> faults) {
    String[] values = request.getParameters().get(name);
    if (values != null && (values.length != 1 || !isNumber(values[0], least))) {
      faults.add(
          ParameterFault.ofValue(
              name,
              "The parameter '"
                  + name
                  + "' of a page must be one whole number, at least "
                  + least
                  + ". The links of a page have what is right."));
    }
  }

  private static boolean isNumber(String value, int least) {
    return value.matches("\\d{1,9}") && Integer.parseInt(value) >= least;
  }

  /** The matches are stored already; their id is that of the list. */
  @Override
  public @Nullable String storeResultList(@Nullable RequestDetails request, IBundleProvider list) {
    return list.getUuid();
  }
}
