package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.IResultIterator;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.entity.Search;
import ca.uhn.fhir.jpa.entity.SearchTypeEnum;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.search.SearchRuntimeDetails;
import ca.uhn.fhir.jpa.model.search.SearchStatusEnum;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.jpa.util.QueryParameterUtils;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Searches several types at once: type after type, each with HAPI's own query, so that the same
 * conditions mean the same as in a search of one type. The matches are collected before the first
 * page is shown; a search that has more than {@value #MAXIMUM_MATCHES} is refused.
 */
class AllTypesSearch {

  static final int MAXIMUM_MATCHES = 20_000;

  private final FhirContext fhirContext;
  private final HapiTransactionService transactions;
  private final SearchBuilderFactory<JpaPid> searchBuilders;
  private final PageAssembler assembler;
  private final StoredSearches storedSearches;

  AllTypesSearch(
      FhirContext fhirContext,
      HapiTransactionService transactions,
      SearchBuilderFactory<JpaPid> searchBuilders,
      PageAssembler assembler,
      StoredSearches storedSearches) {
    this.fhirContext = fhirContext;
    this.transactions = transactions;
    this.searchBuilders = searchBuilders;
    this.assembler = assembler;
    this.storedSearches = storedSearches;
  }

  private record Found(List<JpaPid> pids, FirstPage page) {}

  /**
   * Searches.
   *
   * @param conditions what to look for, by resource type, in the order of the answer
   * @param pageSize matches of a page; 0 for the number of matches only
   */
  IBundleProvider search(
      Map<String, SearchParameterMap> conditions, int pageSize, RequestDetails request) {
    String searchId = UUID.randomUUID().toString();
    RequestPartitionId partition = RequestPartitionId.allPartitions();
    Found found =
        transactions
            .withRequest(request)
            .withRequestPartitionId(partition)
            .readOnly()
            .execute(() -> find(conditions, pageSize, request, searchId, partition));
    if (!found.page().isComplete()) {
      Search search = new Search();
      QueryParameterUtils.populateSearchEntity(
          new SearchParameterMap(),
          // Only the builder that loads the resources needs a type, and it loads any.
          conditions.keySet().iterator().next(),
          searchId,
          "",
          search,
          partition);
      search.setSearchType(SearchTypeEnum.EVERYTHING);
      search.setStatus(SearchStatusEnum.FINISHED);
      search.setPreferredPageSize(pageSize);
      search.setTotalCount(found.pids().size());
      search.setNumFound(found.pids().size());
      storedSearches.store(search, found.pids(), request, partition);
    }
    return found.page();
  }

  private Found find(
      Map<String, SearchParameterMap> conditions,
      int pageSize,
      RequestDetails request,
      String searchId,
      RequestPartitionId partition) {
    List<JpaPid> all = new ArrayList<>();
    conditions.forEach(
        (type, params) ->
            all.addAll(findOfType(type, params, all.size(), request, searchId, partition)));
    ISearchBuilder<JpaPid> loader = newBuilder(conditions.keySet().iterator().next());
    List<JpaPid> accessible = assembler.accessible(all, loader, request);
    boolean complete = accessible.size() <= pageSize || pageSize == 0;
    PageAssembler.Content content =
        assembler.load(
            accessible.subList(0, Math.min(pageSize, accessible.size())),
            PageAssembler.Inclusion.NONE,
            searchId,
            loader,
            request);
    conditions.forEach(
        (type, params) -> {
          if (newBuilder(type) instanceof IndexSearchBuilder index) {
            List<IBaseResource> ofType =
                content.matches().stream().filter(it -> it.fhirType().equals(type)).toList();
            index.score(ofType, params, accessible);
          }
        });
    return new Found(
        accessible,
        new FirstPage(
            searchId,
            content.matches(),
            content.includes(),
            new FirstPage.Extent(accessible.size(), content.omitted(), complete, accessible.size()),
            pageSize,
            () -> storedSearches.open(searchId, request)));
  }

  private List<JpaPid> findOfType(
      String type,
      SearchParameterMap params,
      int foundBefore,
      RequestDetails request,
      String searchId,
      RequestPartitionId partition) {
    ISearchBuilder<JpaPid> builder = newBuilder(type);
    builder.setMaxResultsToFetch(MAXIMUM_MATCHES + 1 - foundBefore);
    builder.setDeduplicateInDatabase(true);
    List<JpaPid> pids = new ArrayList<>();
    try (IResultIterator<JpaPid> results =
        builder.createQuery(
            params, new SearchRuntimeDetails(request, searchId), request, partition)) {
      while (results.hasNext()) {
        pids.add(results.next());
        if (foundBefore + pids.size() > MAXIMUM_MATCHES) {
          throw new InvalidRequestException(
              "A search of several types may have up to "
                  + MAXIMUM_MATCHES
                  + " matches. Name fewer types with _type, or search one type at a time.");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pids;
  }

  private ISearchBuilder<JpaPid> newBuilder(String type) {
    return searchBuilders.newSearchBuilder(
        type, fhirContext.getResourceDefinition(type).getImplementingClass());
  }
}
