package org.andiron.storage.paging;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.interceptor.JpaPreResourceAccessDetails;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.valueset.BundleEntrySearchModeEnum;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.interceptor.ServerInterceptorUtil;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.util.CompositeInterceptorBroadcaster;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.andiron.server.error.TooCostly;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Turns the keys of one page into resources with what they include, and lets the access hooks have
 * their say. Each method must be called inside the transaction of the search.
 */
class PageAssembler {

  private static final int LINKS_PER_INCLUDED = 50;

  private final FhirContext fhirContext;
  private final IInterceptorBroadcaster interceptors;
  private final int includedLimit;

  @PersistenceContext private EntityManager entityManager;

  /**
   * The resources of a page.
   *
   * @param matches what the search asked for
   * @param includes what came along with the matches
   * @param omitted how many matches a hook took away
   */
  record Content(List<IBaseResource> matches, List<IBaseResource> includes, int omitted) {}

  /** What to bring along with the matches, as the search asked for it. */
  record Inclusion(Collection<Include> includes, Collection<Include> revIncludes) {}

  @SuppressWarnings("NullAway.Init") // entityManager is injected
  PageAssembler(FhirContext fhirContext, IInterceptorBroadcaster interceptors, int includedLimit) {
    this.fhirContext = fhirContext;
    this.interceptors = interceptors;
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
   * @throws InvalidRequestException if that is more than a page may include
   */
  Content load(
      List<JpaPid> matches,
      Inclusion inclusion,
      String searchId,
      ISearchBuilder<JpaPid> builder,
      @Nullable RequestDetails request) {
    List<JpaPid> page = new ArrayList<>(matches);
    List<JpaPid> included = new ArrayList<>();
    // The order of HAPI's own pages: what points here, what is pointed at, then each of them again
    // for :iterate.
    for (boolean iterate : new boolean[] {false, true}) {
      for (boolean reverse : new boolean[] {true, false}) {
        Collection<Include> wanted = reverse ? inclusion.revIncludes() : inclusion.includes();
        List<Include> step = wanted.stream().filter(recursesAs(iterate)).toList();
        if (!step.isEmpty()) {
          Set<JpaPid> found =
              builder.loadIncludes(
                  fhirContext,
                  entityManager,
                  page,
                  step,
                  reverse,
                  null,
                  searchId,
                  request,
                  mostLinks());
          page.addAll(found);
          included.addAll(found);
          requireFew(included.size());
        }
      }
    }
    List<IBaseResource> resources = new ArrayList<>();
    builder.loadResourcesByPid(page, included, resources, false, request);
    // What was deleted a moment ago leaves a gap.
    resources.removeIf(Objects::isNull);
    List<IBaseResource> shown =
        ServerInterceptorUtil.fireStoragePreshowResource(resources, request, interceptors);
    List<IBaseResource> shownMatches = shown.stream().filter(it -> !isInclude(it)).toList();
    List<IBaseResource> shownIncludes = shown.stream().filter(PageAssembler::isInclude).toList();
    return new Content(shownMatches, shownIncludes, matches.size() - shownMatches.size());
  }

  private static Predicate<Include> recursesAs(boolean iterate) {
    return include -> include.isRecurse() == iterate;
  }

  /**
   * HAPI cuts what it reads at so many links, and many may lead to one resource. It is far more
   * than can be included, so that the excess shows.
   */
  private int mostLinks() {
    return (int) Math.min((long) LINKS_PER_INCLUDED * (includedLimit + 1), Integer.MAX_VALUE);
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
