package org.andiron.storage.paging;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.search.SynchronousSearchSvcImpl;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where HAPI hands a search over once it has checked it. Searches announced through {@link
 * #firstPageOf} get {@linkplain PagedSearches our pages}; all others HAPI's behaviour.
 */
class FirstPageSearch extends SynchronousSearchSvcImpl {

  private final PagedSearches searches;

  /** The search that the coordinator is about to hand over on this thread. */
  private final ThreadLocal<@Nullable Announced> announced = new ThreadLocal<>();

  private record Announced(SearchParameterMap params, String resourceType) {}

  FirstPageSearch(PagedSearches searches) {
    this.searches = searches;
  }

  /**
   * Runs {@code search}, which ends in {@link #executeQuery} with the same parameters, page by
   * page.
   */
  IBundleProvider firstPageOf(
      SearchParameterMap params, String resourceType, Supplier<IBundleProvider> search) {
    Announced outer = announced.get();
    announced.set(new Announced(params, resourceType));
    try {
      return search.get();
    } finally {
      announced.set(outer);
    }
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // HAPI's signature
  public IBundleProvider executeQuery(
      SearchParameterMap params,
      RequestDetails request,
      String searchId,
      ISearchBuilder builder,
      Integer loadSynchronousUpTo,
      RequestPartitionId partition) {
    Announced current = announced.get();
    if (current == null || current.params() != params) {
      return super.executeQuery(params, request, searchId, builder, loadSynchronousUpTo, partition);
    }
    // Written here and not before, since hooks may have added to it.
    Optional<WrittenSearch> search = WrittenSearch.of(List.of(current.resourceType()), params);
    return search.isPresent()
        ? searches.search(search.get(), request, partition)
        : super.executeQuery(params, request, searchId, builder, loadSynchronousUpTo, partition);
  }
}
