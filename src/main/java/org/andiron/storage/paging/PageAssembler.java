package org.andiron.storage.paging;

import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.interceptor.JpaPreResourceAccessDetails;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.valueset.BundleEntrySearchModeEnum;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.interceptor.ServerInterceptorUtil;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.util.CompositeInterceptorBroadcaster;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.andiron.server.error.TooCostly;
import org.andiron.storage.query.Inclusion;
import org.andiron.storage.search.IndexIncludes;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Turns the keys of one page into resources with what they include, and lets the access hooks have
 * their say. Each method must be called inside the transaction of the search.
 */
class PageAssembler {

  private final IInterceptorBroadcaster interceptors;
  private final IndexIncludes includes;
  private final int includedLimit;

  /**
   * The resources of a page.
   *
   * @param matches what the search asked for
   * @param includes what came along with the matches
   * @param omitted how many matches a hook took away
   */
  record Content(List<IBaseResource> matches, List<IBaseResource> includes, int omitted) {}

  PageAssembler(IInterceptorBroadcaster interceptors, IndexIncludes includes, int includedLimit) {
    this.interceptors = interceptors;
    this.includes = includes;
    this.includedLimit = includedLimit;
  }

  /** Leaves out the keys of resources that an access hook (consent) does not let the caller see. */
  List<JpaPid> accessible(
      List<JpaPid> pids, ISearchBuilder<JpaPid> builder, @Nullable RequestDetails request) {
    IInterceptorBroadcaster hooks =
        CompositeInterceptorBroadcaster.newCompositeBroadcaster(interceptors, request);
    if (pids.isEmpty() || !hooks.hasHooks(Pointcut.STORAGE_PREACCESS_RESOURCES)) {
      return pids;
    }
    JpaPreResourceAccessDetails access = new JpaPreResourceAccessDetails(pids, () -> builder);
    hooks.callHooks(
        Pointcut.STORAGE_PREACCESS_RESOURCES,
        new HookParams()
            .add(IPreResourceAccessDetails.class, access)
            .add(RequestDetails.class, request)
            .addIfMatchesType(ServletRequestDetails.class, request));
    List<JpaPid> accessible = new ArrayList<>(pids.size());
    for (int i = 0; i < pids.size(); i++) {
      if (!access.isDontReturnResourceAtIndex(i)) {
        accessible.add(pids.get(i));
      }
    }
    return accessible;
  }

  /**
   * Loads the matches of a page and everything they include.
   *
   * @param inclusions what to bring along with them
   * @throws InvalidRequestException if that is more than a page may include
   */
  Content load(
      List<JpaPid> matches,
      List<Inclusion> inclusions,
      ISearchBuilder<JpaPid> builder,
      @Nullable RequestDetails request) {
    List<JpaPid> included = included(matches, inclusions, builder, request);
    List<JpaPid> page = new ArrayList<>(matches);
    page.addAll(included);
    List<IBaseResource> resources = new ArrayList<>();
    // A set, since it is asked about each resource.
    builder.loadResourcesByPid(page, new HashSet<>(included), resources, false, request);
    // What was deleted a moment ago leaves a gap.
    resources.removeIf(Objects::isNull);
    List<IBaseResource> shown =
        ServerInterceptorUtil.fireStoragePreshowResource(resources, request, interceptors);
    List<IBaseResource> shownMatches = shown.stream().filter(it -> !isInclude(it)).toList();
    List<IBaseResource> shownIncludes = shown.stream().filter(PageAssembler::isInclude).toList();
    return new Content(shownMatches, shownIncludes, matches.size() - shownMatches.size());
  }

  /**
   * Step by step from the matches, until a step brings nothing new: what points there, then what is
   * pointed at. Only {@code :iterate} goes beyond the first step. What the caller may not see is
   * not gone on from.
   */
  private List<JpaPid> included(
      List<JpaPid> matches,
      List<Inclusion> inclusions,
      ISearchBuilder<JpaPid> builder,
      @Nullable RequestDetails request) {
    Set<Long> reached = new HashSet<>();
    matches.forEach(it -> reached.add(it.getId()));
    List<JpaPid> included = new ArrayList<>();
    List<JpaPid> edge = matches;
    List<Inclusion> followed = inclusions;
    while (!edge.isEmpty() && !followed.isEmpty()) {
      List<Long> from = edge.stream().map(JpaPid::getId).toList();
      List<JpaPid> found = new ArrayList<>();
      // Whatever was reached before may be found again.
      int most = (int) Math.min((long) reached.size() + includedLimit + 1, Integer.MAX_VALUE);
      for (boolean reverse : new boolean[] {true, false}) {
        for (long id : includes.follow(directed(followed, reverse), from, most)) {
          if (reached.add(id)) {
            found.add(JpaPid.fromId(id));
          }
        }
        requireFew(included.size() + found.size());
      }
      edge = accessible(found, builder, request);
      included.addAll(edge);
      followed = inclusions.stream().filter(Inclusion::iterate).toList();
    }
    return included;
  }

  private static List<Inclusion> directed(List<Inclusion> inclusions, boolean reverse) {
    return inclusions.stream().filter(it -> it.reverse() == reverse).toList();
  }

  private void requireFew(int included) {
    if (included > includedLimit) {
      throw TooCostly.refusal(
          "A page of this search would include more than "
              + includedLimit
              + " resources (andiron.search.included-limit). Ask for smaller pages by _count, or for"
              + " less by _include and _revinclude.");
    }
  }

  private static boolean isInclude(IBaseResource resource) {
    return BundleEntrySearchModeEnum.INCLUDE.equals(
        ResourceMetadataKeyEnum.ENTRY_SEARCH_MODE.get(resource));
  }
}
