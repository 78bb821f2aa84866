package org.andiron.storage.paging;

import ca.uhn.fhir.model.primitive.InstantDt;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.method.ResponsePage;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/** The matches of a search, page by page; the first page has been loaded if it was just done. */
final class PagedMatches implements IBundleProvider {

  private final PagedSearches searches;
  private final @Nullable RequestDetails request;
  private final PageAssembler.@Nullable Content first;
  private final int firstSize;
  private final int mostAtOnce;
  private final IPrimitiveType<Date> published = InstantDt.withCurrentTime();
  private PageList list;

  PagedMatches(
      PagedSearches searches,
      PagedSearches.Page first,
      int firstSize,
      @Nullable RequestDetails request) {
    this.searches = searches;
    this.first = first.content();
    this.firstSize = firstSize;
    // The server itself may read all that it has searched for.
    this.mostAtOnce = Integer.MAX_VALUE;
    this.list = first.list();
    this.request = request;
    announce();
  }

  /**
   * The pages of a search that was done before.
   *
   * @param mostAtOnce the largest page
   */
  PagedMatches(
      PagedSearches searches, PageList list, int mostAtOnce, @Nullable RequestDetails request) {
    this.searches = searches;
    this.first = null;
    this.firstSize = 0;
    this.mostAtOnce = mostAtOnce;
    this.list = list;
    this.request = request;
    announce();
  }

  /** Lets those who finish the Bundle know of this. */
  private void announce() {
    if (request != null) {
      request.getUserData().put(key(getUuid()), this);
    }
  }

  private static String key(String id) {
    return PagedMatches.class.getName() + '/' + id;
  }

  /** The matches that a Bundle shows a page of; empty if it is another Bundle. */
  static Optional<PagedMatches> of(Bundle bundle, RequestDetails request) {
    return Optional.ofNullable(bundle.getIdElement().getIdPart())
        .map(it -> (PagedMatches) request.getUserData().get(key(it)));
  }

  /** What is known of the matches. */
  PageList list() {
    return list;
  }

  @Override
  public List<IBaseResource> getResources(
      int from, int end, ResponsePage.ResponsePageBuilder page) {
    int to = (int) Math.min(end, (long) from + mostAtOnce);
    PageAssembler.Content content = first;
    if (content == null || (list.known() > firstSize && (from > 0 || to != firstSize))) {
      PagedSearches.Page later = searches.page(list, from, to, request);
      list = later.list();
      content = later.content();
      return resources(content.matches(), content.includes(), content.omitted(), from, to, page);
    }
    int shown = content.matches().size();
    return resources(
        content
            .matches()
            .subList(Math.min(from, shown), Math.max(Math.min(from, shown), Math.min(to, shown))),
        from == 0 ? content.includes() : List.of(),
        content.omitted(),
        from,
        to,
        page);
  }

  private List<IBaseResource> resources(
      List<IBaseResource> matches,
      List<IBaseResource> includes,
      int omitted,
      int from,
      int to,
      ResponsePage.ResponsePageBuilder page) {
    // HAPI takes one match more than the page for another page.
    page.setTotalRequestedResourcesFetched(
        (int) Math.max(0, Math.min((long) to - from + 1, (long) list.known() - from)));
    page.setOmittedResourceCount(omitted);
    page.setIncludedResourceCount(includes.size());
    List<IBaseResource> resources = new ArrayList<>(matches);
    resources.addAll(includes);
    return resources;
  }

  @Override
  public String getUuid() {
    return list.id().toString();
  }

  /** Only what HAPI can take for the number of the matches on all pages. */
  @Override
  public @Nullable Integer size() {
    return list.exactTotal();
  }

  @Override
  public @Nullable Integer preferredPageSize() {
    return first == null ? null : firstSize;
  }

  @Override
  public IPrimitiveType<Date> getPublished() {
    return published;
  }
}
