package org.andiron.storage.config;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Refuses to store resources of types that the operator does not serve. The REST interface of such
 * a type is left out already; a batch or transaction does not pass through it.
 */
@Interceptor
final class ServedTypesInterceptor {

  private final Set<String> served;

  ServedTypesInterceptor(Set<String> served) {
    this.served = Set.copyOf(served);
  }

  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void created(IBaseResource resource) {
    refuseUnserved(resource);
  }

  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void updated(IBaseResource before, IBaseResource after) {
    refuseUnserved(after);
  }

  private void refuseUnserved(IBaseResource resource) {
    if (!served.contains(resource.fhirType())) {
      throw new UnprocessableEntityException(
          "This server does not serve resources of type " + resource.fhirType());
    }
  }
}
