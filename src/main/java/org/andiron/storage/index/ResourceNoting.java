package org.andiron.storage.index;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.index.SearchParamWithInlineReferencesExtractor;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor.ISearchParamFilter;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractorSvc;
import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import ca.uhn.fhir.jpa.searchparam.util.JpaParamUtil;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import ca.uhn.fhir.util.UrlUtil;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.andiron.storage.SearchableContent;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * HAPI's extraction of search parameters, cut down to what is read of it, and the place that notes
 * the resource: where HAPI writes its index, and we ours, the resource is no longer at hand.
 *
 * <p>Read are the links between resources, the parameters of combinations that must be unique, and
 * those by which HAPI verifies that a resource meets the criteria it was stored by.
 */
public class ResourceNoting extends SearchParamWithInlineReferencesExtractor {

  private final PendingIndex pending;
  private final ISearchParamExtractorSvc extraction;
  private final ISearchParamRegistry registry;
  private final ObjectProvider<SearchableContent> content;

  ResourceNoting(
      PendingIndex pending,
      ISearchParamExtractorSvc extraction,
      ISearchParamRegistry registry,
      ObjectProvider<SearchableContent> content) {
    this.content = content;
    this.pending = pending;
    this.extraction = extraction;
    this.registry = registry;
  }

  @Override
  public void populateFromResource(
      RequestPartitionId partition,
      ResourceIndexedSearchParams parameters,
      TransactionDetails transaction,
      ResourceTable entity,
      IBaseResource resource,
      ResourceIndexedSearchParams existing,
      RequestDetails request,
      boolean performIndexing) {
    if (!performIndexing) {
      // A transaction stores each resource first and indexes it when all have their ids.
      return;
    }
    extractInlineReferences(request, resource, transaction);
    Set<String> read = combined(entity.getResourceType());
    read.addAll(inCriteria(entity.getCreatedByMatchUrl()));
    read.addAll(inCriteria(entity.getUpdatedByMatchUrl()));
    ISearchParamFilter filter =
        all -> all.stream().filter(it -> read.contains(it.getName())).toList();
    extraction.extractFromResource(
        partition,
        request,
        parameters,
        existing,
        entity,
        content.getObject().linked(resource),
        transaction,
        true,
        filter);
    pending.extracted(parameters, resource);
  }

  /** Conditional references become ones to a resource, not to the version it has at the moment. */
  @Override
  public void extractInlineReferences(
      RequestDetails request, IBaseResource resource, TransactionDetails transaction) {
    List<IBaseReference> conditional =
        myFhirContext
            .newTerser()
            .getAllPopulatedChildElementsOfType(resource, IBaseReference.class)
            .stream()
            .filter(ResourceNoting::isConditional)
            .toList();
    if (!conditional.isEmpty()) {
      super.extractInlineReferences(request, resource, transaction);
      conditional.forEach(
          it -> it.setReference(it.getReferenceElement().toVersionless().getValue()));
    }
  }

  private static boolean isConditional(IBaseReference reference) {
    String value = reference.getReferenceElement().getValue();
    return value != null && value.indexOf('?') >= 0;
  }

  private Set<String> combined(String type) {
    Set<String> names = new HashSet<>();
    registry
        .getActiveComboSearchParams(type, SearchParamLookupContextEnum.INDEX)
        .forEach(
            combination ->
                JpaParamUtil.resolveCompositeComponents(registry, combination)
                    .forEach(it -> names.add(it.getComponentParameter().getName())));
    return names;
  }

  private static Set<String> inCriteria(@Nullable String criteria) {
    Set<String> names = new HashSet<>();
    if (criteria != null) {
      String query = criteria.substring(criteria.indexOf('?') + 1);
      UrlUtil.parseQueryString(query)
          .keySet()
          .forEach(name -> names.add(name.replaceAll("[:.].*", "")));
    }
    return names;
  }
}
