package org.andiron.server.operation;

import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.utilities.graphql.Argument;
import org.hl7.fhir.utilities.graphql.IGraphQLStorageServices;
import org.jspecify.annotations.Nullable;

/** The resources that queries are about, with the logical id that the records show as theirs. */
record GraphQlResources(IGraphQLStorageServices storage) implements IGraphQLStorageServices {

  @Override
  public @Nullable ReferenceResolution lookup(
      Object request, IBaseResource context, IBaseReference reference) {
    ReferenceResolution resolution = storage.lookup(request, context, reference);
    if (resolution != null) {
      showLogicalId(resolution.getTarget());
    }
    return resolution;
  }

  @Override
  public @Nullable IBaseResource lookup(Object request, String type, String id) {
    IBaseResource resource = storage.lookup(request, type, id);
    showLogicalId(resource);
    return resource;
  }

  @Override
  public void listResources(
      Object request, String type, List<Argument> arguments, List<IBaseResource> matches) {
    storage.listResources(request, type, arguments, matches);
    matches.forEach(GraphQlResources::showLogicalId);
  }

  @Override
  public IBaseBundle search(Object request, String type, List<Argument> arguments) {
    IBaseBundle found = storage.search(request, type, arguments);
    if (found instanceof Bundle bundle) {
      bundle.getEntry().forEach(entry -> showLogicalId(entry.getResource()));
    }
    return found;
  }

  /** HAPI's ids have type and version with them, which the engine would print. */
  private static void showLogicalId(@Nullable IBaseResource resource) {
    if (resource != null && resource.getIdElement().hasResourceType()) {
      resource.setId(resource.getIdElement().getIdPart());
    }
  }
}
