package org.andiron.storage.index;

import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import ca.uhn.fhir.jpa.searchparam.matcher.IndexedSearchParamExtractor;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.andiron.storage.SearchableContent;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * What criteria are held against without a search: those of subscriptions and filters of exports.
 */
public class SearchableParameters extends IndexedSearchParamExtractor {

  private final ObjectProvider<SearchableContent> content;

  SearchableParameters(ObjectProvider<SearchableContent> content) {
    this.content = content;
  }

  @Override
  public ResourceIndexedSearchParams extractIndexedSearchParams(
      IBaseResource resource, @Nullable RequestDetails request) {
    return super.extractIndexedSearchParams(content.getObject().of(resource), request);
  }

  @Override
  public ResourceIndexedSearchParams extractIndexedSearchParams(
      IBaseResource resource,
      @Nullable RequestDetails request,
      ISearchParamExtractor.ISearchParamFilter filter) {
    return super.extractIndexedSearchParams(content.getObject().of(resource), request, filter);
  }
}
