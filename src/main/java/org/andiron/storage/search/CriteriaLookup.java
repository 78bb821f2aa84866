package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.NonPersistedSearch;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.util.CompositeInterceptorBroadcaster;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.storage.query.Sql;

/**
 * Finds what the criteria of many conditional references and writes are about, with few statements.
 * Each finds what the same search finds on its own.
 */
public final class CriteriaLookup {

  /** How many criteria one statement has; its plan is made anew each time. */
  private static final int MOST_IN_A_STATEMENT = 64;

  private final FhirContext fhirContext;
  private final MatchUrlService matchUrls;
  private final IInterceptorBroadcaster interceptors;
  private final IndexSearch search;

  CriteriaLookup(
      FhirContext fhirContext,
      MatchUrlService matchUrls,
      IInterceptorBroadcaster interceptors,
      IndexSearch search) {
    this.fhirContext = fhirContext;
    this.matchUrls = matchUrls;
    this.interceptors = interceptors;
    this.search = search;
  }

  /**
   * A resource that criteria are about.
   *
   * @param number that of the resource in {@code hfj_resource}
   * @param id its logical id
   */
  public record Match(long number, String id) {}

  /**
   * Finds what criteria are about, in the transaction of the caller.
   *
   * @param urls criteria as {@code Type?parameters}
   * @return the first two matches of each; criteria that cannot be understood are left out, so that
   *     whoever needs them looks them up on their own and is told what is wrong
   */
  public Map<String, List<Match>> find(Collection<String> urls, RequestDetails request) {
    Map<String, Sql> statements = new LinkedHashMap<>();
    for (String url : urls) {
      String type = url.substring(0, Math.max(0, url.indexOf('?')));
      if (fhirContext.getResourceTypes().contains(type)) {
        statement(url, type, request).ifPresent(it -> statements.put(url, it));
      }
    }
    List<String> understood = List.copyOf(statements.keySet());
    Map<String, List<Match>> matches = new HashMap<>();
    for (int i = 0; i < understood.size(); i += MOST_IN_A_STATEMENT) {
      List<String> some =
          understood.subList(i, Math.min(understood.size(), i + MOST_IN_A_STATEMENT));
      List<List<Match>> found = search.findTwoOfEach(some.stream().map(statements::get).toList());
      for (int k = 0; k < some.size(); k++) {
        matches.put(some.get(k), found.get(k));
      }
    }
    return matches;
  }

  private Optional<Sql> statement(String url, String type, RequestDetails request) {
    try {
      SearchParameterMap criteria =
          matchUrls.translateMatchUrl(url, fhirContext.getResourceDefinition(type));
      if (criteria.isEmpty() && criteria.getLastUpdated() == null) {
        return Optional.empty();
      }
      announce(type, criteria, request);
      return Optional.of(search.statement(type, criteria));
    } catch (BaseServerResponseException e) {
      return Optional.empty();
    }
  }

  /** Interceptors may add conditions, as to any search. */
  private void announce(String type, SearchParameterMap criteria, RequestDetails request) {
    IInterceptorBroadcaster hooks =
        CompositeInterceptorBroadcaster.newCompositeBroadcaster(interceptors, request);
    if (hooks.hasHooks(Pointcut.STORAGE_PRESEARCH_REGISTERED)) {
      hooks.callHooks(
          Pointcut.STORAGE_PRESEARCH_REGISTERED,
          new HookParams()
              .add(ICachedSearchDetails.class, new NonPersistedSearch(type))
              .add(RequestDetails.class, request)
              .addIfMatchesType(ServletRequestDetails.class, request)
              .add(SearchParameterMap.class, criteria)
              .add(RequestPartitionId.class, RequestPartitionId.allPartitions()));
    }
  }
}
