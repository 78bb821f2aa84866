package org.andiron.server.operation;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.ips.api.ISectionResourceSupplier;
import ca.uhn.fhir.jpa.ips.api.IpsContext;
import ca.uhn.fhir.jpa.ips.api.IpsSectionContext;
import ca.uhn.fhir.jpa.ips.jpa.IJpaSectionSearchStrategy;
import ca.uhn.fhir.jpa.ips.jpa.JpaSectionSearchStrategyCollection;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.valueset.BundleEntrySearchModeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** The resources of one section of a summary, found by one search per type. */
final class SummarySection implements ISectionResourceSupplier {

  private static final int LARGEST = 10_000;

  private final JpaSectionSearchStrategyCollection searches;
  private final DaoRegistry daos;

  SummarySection(JpaSectionSearchStrategyCollection searches, DaoRegistry daos) {
    this.searches = searches;
    this.daos = daos;
  }

  @Override
  public <T extends IBaseResource> List<ResourceEntry> fetchResourcesForSection(
      IpsContext summary, IpsSectionContext<T> section, RequestDetails request) {
    Class<T> type = section.getResourceType();
    IJpaSectionSearchStrategy<T> strategy = searches.getSearchStrategy(type);
    SearchParameterMap search = new WholeSearch().setLoadSynchronousUpTo(LARGEST + 1);
    search.add("patient", new ReferenceParam(summary.getSubjectId()));
    strategy.massageResourceSearch(section, search);
    List<ResourceEntry> entries = new ArrayList<>();
    List<IBaseResource> all =
        daos.getResourceDao(type).search(search, request).getResources(0, Integer.MAX_VALUE);
    if (all.size() > LARGEST) {
      throw new UnprocessableEntityException(
          "The summary would have a section of more than " + LARGEST + " resources");
    }
    for (IBaseResource found : all) {
      boolean included =
          ResourceMetadataKeyEnum.ENTRY_SEARCH_MODE.get(found) == BundleEntrySearchModeEnum.INCLUDE;
      if (included || !type.isInstance(found)) {
        entries.add(new ResourceEntry(found, InclusionTypeEnum.SECONDARY_RESOURCE));
      } else if (strategy.shouldInclude(section, type.cast(found))) {
        entries.add(new ResourceEntry(found, InclusionTypeEnum.PRIMARY_RESOURCE));
      }
    }
    return entries;
  }

  /** A search without pages: the DAO would make them as large as those of a client's search. */
  private static final class WholeSearch extends SearchParameterMap {

    @Override
    public SearchParameterMap setCount(@Nullable Integer count) {
      return this;
    }
  }
}
