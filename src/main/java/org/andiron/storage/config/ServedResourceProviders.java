package org.andiron.storage.config;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import java.util.List;
import java.util.Set;

/** Leaves out the REST interface of the resource types that the operator does not serve. */
final class ServedResourceProviders extends ResourceProviderFactory {

  private final ResourceProviderFactory all;
  private final Set<String> served;
  private final FhirContext fhirContext;

  ServedResourceProviders(
      ResourceProviderFactory all, Set<String> served, FhirContext fhirContext) {
    this.fhirContext = fhirContext;
    this.all = all;
    this.served = Set.copyOf(served);
  }

  @Override
  public List<Object> createProviders() {
    return all.createProviders().stream().filter(this::isServed).toList();
  }

  private boolean isServed(Object provider) {
    return !(provider instanceof IResourceProvider ofType)
        || served.contains(fhirContext.getResourceType(ofType.getResourceType()));
  }
}
