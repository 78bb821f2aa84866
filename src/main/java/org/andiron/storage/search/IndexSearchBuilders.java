package org.andiron.storage.search;

import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Gives every part of HAPI that searches a search over our index. */
public class IndexSearchBuilders extends SearchBuilderFactory<JpaPid> {

  private final ObjectProvider<IndexSearch> search;

  IndexSearchBuilders(ObjectProvider<IndexSearch> search) {
    this.search = search;
  }

  @Override
  public ISearchBuilder<JpaPid> newSearchBuilder(
      @Nullable String resourceType, @Nullable Class<? extends IBaseResource> type) {
    ISearchBuilder<JpaPid> hapi = super.newSearchBuilder(resourceType, type);
    return resourceType == null
        ? hapi
        : new IndexSearchBuilder(resourceType, hapi, search.getObject());
  }
}
