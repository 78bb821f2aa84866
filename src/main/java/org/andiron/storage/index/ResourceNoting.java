package org.andiron.storage.index;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.index.SearchParamWithInlineReferencesExtractor;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * HAPI's extraction of search parameters, which also notes the resource: where HAPI writes its
 * index, and we ours, the resource is no longer at hand.
 */
public class ResourceNoting extends SearchParamWithInlineReferencesExtractor {

  private final PendingIndex pending;

  ResourceNoting(PendingIndex pending) {
    this.pending = pending;
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
    super.populateFromResource(
        partition, parameters, transaction, entity, resource, existing, request, performIndexing);
    pending.extracted(parameters, resource);
  }
}
