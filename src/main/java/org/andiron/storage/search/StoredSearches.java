package org.andiron.storage.search;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.entity.Search;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.search.PersistedJpaBundleProviderFactory;
import ca.uhn.fhir.jpa.search.cache.ISearchCacheSvc;
import ca.uhn.fhir.jpa.search.cache.ISearchResultCacheSvc;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Propagation;

/** The searches kept in the database because they have more than one page. */
class StoredSearches {

  private final HapiTransactionService transactions;
  private final ISearchCacheSvc searches;
  private final ISearchResultCacheSvc results;
  private final PersistedJpaBundleProviderFactory bundles;

  StoredSearches(
      HapiTransactionService transactions,
      ISearchCacheSvc searches,
      ISearchResultCacheSvc results,
      PersistedJpaBundleProviderFactory bundles) {
    this.transactions = transactions;
    this.searches = searches;
    this.results = results;
    this.bundles = bundles;
  }

  /** Stores a search with the matches found so far, so that its next pages can be asked for. */
  void store(
      Search search,
      List<JpaPid> matches,
      @Nullable RequestDetails request,
      RequestPartitionId partition) {
    transactions
        .withRequest(request)
        .withRequestPartitionId(partition)
        // The next page is asked for in another transaction, perhaps before an outer one has ended.
        .withPropagation(Propagation.REQUIRES_NEW)
        .execute(
            () -> {
              Search saved = searches.save(search, partition);
              results.storeResults(saved, List.of(), matches, request, partition);
            });
  }

  /** A stored search, all pages of it. */
  IBundleProvider open(String searchId, @Nullable RequestDetails request) {
    return bundles.newInstance(request, searchId);
  }
}
