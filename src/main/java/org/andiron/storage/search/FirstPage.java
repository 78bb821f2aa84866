package org.andiron.storage.search;

import ca.uhn.fhir.model.primitive.InstantDt;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.server.method.ResponsePage;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * The first page of a search, already loaded: the matches, then what they include. When there is
 * more than this page, the remainder comes from the stored search of the same id.
 */
final class FirstPage implements IBundleProvider {

  private final String searchId;
  private final List<IBaseResource> matches;
  private final List<IBaseResource> includes;
  private final Extent extent;
  private final @Nullable Integer preferredPageSize;
  private final Supplier<IBundleProvider> remainder;
  private final IPrimitiveType<Date> published = InstantDt.withCurrentTime();

  /**
   * How far this page reaches.
   *
   * @param found matches found so far, one more than the page when there is a next page
   * @param omitted matches that a hook took away while they were being shown
   * @param complete whether the search has no further matches
   * @param total the number of all matches, if known
   */
  record Extent(int found, int omitted, boolean complete, @Nullable Integer total) {}

  FirstPage(
      String searchId,
      List<IBaseResource> matches,
      List<IBaseResource> includes,
      Extent extent,
      @Nullable Integer preferredPageSize,
      Supplier<IBundleProvider> remainder) {
    this.searchId = searchId;
    this.matches = List.copyOf(matches);
    this.includes = List.copyOf(includes);
    this.extent = extent;
    this.preferredPageSize = preferredPageSize;
    this.remainder = remainder;
  }

  /** Whether the search has no matches beyond this page. */
  boolean isComplete() {
    return extent.complete();
  }

  @Override
  public List<IBaseResource> getResources(
      int fromIndex, int toIndex, ResponsePage.ResponsePageBuilder page) {
    if (!extent.complete() && (fromIndex > 0 || toIndex > matches.size() + extent.omitted())) {
      return remainder.get().getResources(fromIndex, toIndex, page);
    }
    page.setTotalRequestedResourcesFetched(extent.found());
    page.setOmittedResourceCount(extent.omitted());
    page.setIncludedResourceCount(includes.size());
    int end = Math.min(toIndex, matches.size());
    List<IBaseResource> resources = new ArrayList<>();
    if (fromIndex < end) {
      resources.addAll(matches.subList(fromIndex, end));
    }
    if (fromIndex == 0) {
      resources.addAll(includes);
    }
    return resources;
  }

  @Override
  public String getUuid() {
    return searchId;
  }

  @Override
  public @Nullable Integer size() {
    return extent.total();
  }

  @Override
  public @Nullable Integer preferredPageSize() {
    return preferredPageSize;
  }

  @Override
  public IPrimitiveType<Date> getPublished() {
    return published;
  }
}
