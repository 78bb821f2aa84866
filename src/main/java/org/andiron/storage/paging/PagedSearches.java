package org.andiron.storage.paging;

import static ca.uhn.fhir.jpa.util.SearchParameterMapCalculator.isWantOnlyCount;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService.IExecutionBuilder;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SearchTotalModeEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IPagingProvider;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.andiron.server.error.ParameterFault;
import org.andiron.storage.CountedPatients;
import org.andiron.storage.search.IndexIncludes;
import org.andiron.storage.search.IndexSearch;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.annotation.Propagation;

/**
 * Searches with pages. The first query reads the matches of several pages; if there are more than
 * one, their keys are stored, and later pages are cut from them. When they end, the search is done
 * again, and matches that are not among them yet are added behind. So no match comes twice, and
 * none that stays one is missed, whatever is written meanwhile.
 *
 * <p>The first page is read in one read-only transaction; a search that fits in it writes nothing.
 */
public final class PagedSearches {

  /** What the first query reads, unless ten pages are more. */
  static final int MATCHES_AT_FIRST = 1000;

  private static final int PAGES_AT_FIRST = 10;

  /** The largest total that is counted though the client did not ask for one. */
  static final int COUNTED_UNASKED = 10_000;

  /** What a further query adds at most, unless a page needs more. */
  private static final int MOST_MATCHES_MORE = 100_000;

  private static final ParameterFault TOO_FAR =
      ParameterFault.ofValue(
          Constants.PARAM_PAGINGOFFSET,
          "The parameter '_getpagesoffset' is more than "
              + MOST_MATCHES_MORE
              + " matches ahead of the pages that have been read. Follow their next links.");

  private final FhirContext fhirContext;
  private final HapiTransactionService transactions;
  private final SearchBuilderFactory<JpaPid> searchBuilders;
  private final IndexSearch index;
  private final IndexIncludes includes;
  private final PageAssembler assembler;
  private final PageLists lists;
  private final IPagingProvider paging;
  private final ObjectProvider<CountedPatients> counted;

  PagedSearches(
      FhirContext fhirContext,
      HapiTransactionService transactions,
      SearchBuilderFactory<JpaPid> searchBuilders,
      IndexSearch index,
      IndexIncludes includes,
      PageAssembler assembler,
      PageLists lists,
      IPagingProvider paging,
      ObjectProvider<CountedPatients> counted) {
    this.fhirContext = fhirContext;
    this.transactions = transactions;
    this.searchBuilders = searchBuilders;
    this.index = index;
    this.includes = includes;
    this.assembler = assembler;
    this.lists = lists;
    this.paging = paging;
    this.counted = counted;
  }

  /**
   * A page.
   *
   * @param list of which it was cut
   */
  record Page(PageList list, PageAssembler.Content content) {}

  /** What a query found, and whether that is all there is. */
  private record Found(List<Long> matches, boolean complete) {}

  private record First(Page page, List<Long> matches) {}

  /**
   * Does a search that a URL can say, and loads the first page.
   *
   * @param types the types searched, at least one
   */
  public IBundleProvider search(
      List<String> types, SearchParameterMap params, RequestDetails request) {
    return search(
        WrittenSearch.of(types, params).orElseThrow(), request, RequestPartitionId.allPartitions());
  }

  /** Searches, and loads the first page; or counts, if that is what the search asks for. */
  IBundleProvider search(
      WrittenSearch search, @Nullable RequestDetails request, RequestPartitionId partition) {
    SearchParameterMap params = search.params();
    if (isWantOnlyCount(params)) {
      long count = reading(request, partition).execute(() -> count(search, request));
      return new SimpleBundleProvider(Math.toIntExact(count));
    }
    int pageSize = pageSize(params);
    First first = reading(request, partition).execute(() -> first(search, pageSize, request));
    PageList list = first.page().list();
    if (list.known() > pageSize) {
      writing(request, partition)
          .executeWithoutResult(status -> lists.create(list, first.matches()));
    }
    return new PagedMatches(this, first.page(), pageSize, request);
  }

  private long count(WrittenSearch search, @Nullable RequestDetails request) {
    counted.ifAvailable(
        it -> it.counting(request, most -> index.patients(search.types(), search.params(), most)));
    return index.count(search.types(), search.params());
  }

  /**
   * The pages of a search that has been done before; empty if they have expired. This is where a
   * later caller proves that the pages are meant for him: the id must be one that nobody can guess.
   */
  Optional<IBundleProvider> open(UUID id, @Nullable RequestDetails request) {
    Optional<PageList> list =
        reading(request, RequestPartitionId.allPartitions()).execute(() -> lists.find(id));
    return list.map(it -> new PagedMatches(this, it, paging.getMaximumPageSize(), request));
  }

  /**
   * A later page.
   *
   * @param from the place of its first match, from 0
   * @param to the place behind its last match
   * @throws ResourceGoneException if the list has expired
   * @throws InvalidRequestException if the page is far behind those that have been read
   */
  Page page(PageList list, int from, int to, @Nullable RequestDetails request) {
    if (!list.complete() && from - list.known() > MOST_MATCHES_MORE) {
      throw ParameterFault.refusal(List.of(TOO_FAR));
    }
    // One match more than the page tells whether there is another.
    PageList reaching = reaching(list, to == Integer.MAX_VALUE ? to : to + 1, request);
    int first = Math.min(from, reaching.known());
    int last = Math.min(to, reaching.known());
    WrittenSearch search = WrittenSearch.parse(reaching.search());
    record Read(PageAssembler.Content content, boolean noteDue) {}
    Read read =
        reading(request, RequestPartitionId.allPartitions())
            .execute(
                () ->
                    new Read(
                        load(search, lists.present(list.id(), first, last), request),
                        lists.isNoteDue(list.id())));
    if (read.noteDue()) {
      writing(request, RequestPartitionId.allPartitions())
          .executeWithoutResult(status -> lists.noteUse(list.id()));
    }
    return new Page(reaching, read.content());
  }

  private First first(WrittenSearch search, int pageSize, @Nullable RequestDetails request) {
    Found found = find(search, new long[0], pageSize + 1, matchesAtFirst(pageSize), request);
    int known = found.matches().size();
    UUID id = UUID.randomUUID();
    List<Long> page = found.matches().subList(0, Math.min(pageSize, known));
    PageAssembler.Content content = load(search, page, request);
    PageList list = new PageList(id, search.text(), known, found.complete(), total(search, found));
    return new First(new Page(list, content), found.matches());
  }

  private @Nullable Integer total(WrittenSearch search, Found found) {
    SearchTotalModeEnum mode = search.params().getSearchTotalMode();
    int known = found.matches().size();
    if (mode == SearchTotalModeEnum.NONE) {
      return null;
    }
    if (found.complete()) {
      return known;
    }
    List<String> types = search.types();
    if (mode == SearchTotalModeEnum.ACCURATE) {
      return Math.toIntExact(index.count(types, search.params()));
    }
    if (mode == SearchTotalModeEnum.ESTIMATED) {
      long estimate = Math.max(known, index.estimate(types, search.params()));
      return (int) Math.min(estimate, Integer.MAX_VALUE);
    }
    int total = (int) index.count(types, search.params(), COUNTED_UNASKED + 1);
    return total > COUNTED_UNASKED ? null : total;
  }

  /** The list, searched on until it is long enough or complete. */
  private PageList reaching(PageList list, int length, @Nullable RequestDetails request) {
    PageList current = list;
    while (!current.complete() && current.known() < length) {
      searchOn(current, length - current.known(), request);
      current =
          reading(request, RequestPartitionId.allPartitions())
              .execute(() -> lists.find(list.id()))
              .orElseThrow(PagedSearches::gone);
    }
    return current;
  }

  private void searchOn(PageList list, int needed, @Nullable RequestDetails request) {
    Found found =
        reading(request, RequestPartitionId.allPartitions())
            .execute(
                () -> {
                  long[] known =
                      lists.all(list.id()).stream().mapToLong(it -> it).sorted().toArray();
                  // As many again, so that a long list is not made of many short queries.
                  int wanted = Math.max(needed, Math.min(known.length, MOST_MATCHES_MORE));
                  return find(WrittenSearch.parse(list.search()), known, needed, wanted, request);
                });
    writing(request, RequestPartitionId.allPartitions())
        .executeWithoutResult(status -> lists.append(list, found.matches(), found.complete()));
  }

  /**
   * Finds matches that are not known yet.
   *
   * @param known in ascending order
   * @param needed how many to find at least, if there are so many
   * @param wanted how many to look for
   */
  private Found find(
      WrittenSearch search,
      long[] known,
      int needed,
      int wanted,
      @Nullable RequestDetails request) {
    ISearchBuilder<JpaPid> loader = loader(search);
    // Whatever is known is found again.
    long limit = (long) known.length + wanted;
    while (true) {
      int rows = (int) Math.min(limit, Integer.MAX_VALUE);
      List<Long> all;
      try (Stream<Long> found = index.find(search.types(), search.params(), rows, 0)) {
        all = found.toList();
      }
      List<JpaPid> unknown =
          all.stream()
              .filter(it -> Arrays.binarySearch(known, it) < 0)
              .map(JpaPid::fromId)
              .toList();
      List<JpaPid> accessible = assembler.accessible(unknown, loader, request);
      boolean complete = all.size() < rows;
      if (complete || accessible.size() >= needed) {
        return new Found(accessible.stream().map(JpaPid::getId).toList(), complete);
      }
      // Matches that the caller may not see took the place of others.
      limit *= 4;
    }
  }

  private PageAssembler.Content load(
      WrittenSearch search, List<Long> matches, @Nullable RequestDetails request) {
    ISearchBuilder<JpaPid> loader = loader(search);
    List<JpaPid> keys = new ArrayList<>();
    matches.forEach(it -> keys.add(JpaPid.fromId(it)));
    PageAssembler.Content content =
        assembler.load(
            assembler.accessible(keys, loader, request),
            includes.of(search.params()),
            loader,
            request);
    score(search, matches, content.matches());
    return content;
  }

  /** Says of each match how well it matches, where a search can say. */
  private void score(WrittenSearch search, List<Long> keys, List<IBaseResource> matches) {
    Map<String, BigDecimal> scores = index.scores(search.types(), search.params(), keys);
    for (IBaseResource match : matches) {
      BigDecimal score = scores.get(match.fhirType() + '/' + match.getIdElement().getIdPart());
      if (score != null) {
        ResourceMetadataKeyEnum.ENTRY_SEARCH_SCORE.put(match, score);
      }
    }
  }

  private ISearchBuilder<JpaPid> loader(WrittenSearch search) {
    // Only its queries depend on the type, and it makes none.
    String type = search.types().get(0);
    return searchBuilders.newSearchBuilder(
        type, fhirContext.getResourceDefinition(type).getImplementingClass());
  }

  private IExecutionBuilder reading(
      @Nullable RequestDetails request, RequestPartitionId partition) {
    return transactions.withRequest(request).withRequestPartitionId(partition).readOnly();
  }

  /** Not in an outer transaction: the next page may be asked for before that has ended. */
  private IExecutionBuilder writing(
      @Nullable RequestDetails request, RequestPartitionId partition) {
    return transactions
        .withRequest(request)
        .withRequestPartitionId(partition)
        .withPropagation(Propagation.REQUIRES_NEW);
  }

  private int pageSize(SearchParameterMap params) {
    Integer count = params.getCount();
    return count == null
        ? paging.getDefaultPageSize()
        : Math.min(count, paging.getMaximumPageSize());
  }

  private static int matchesAtFirst(int pageSize) {
    return Math.max(MATCHES_AT_FIRST, PAGES_AT_FIRST * pageSize) + 1;
  }

  /** What a client is told whose pages have expired. */
  static ResourceGoneException gone() {
    return new ResourceGoneException(
        "The pages of this search are not known. They are kept for a time after one of them was"
            + " last read. Search again.");
  }
}
