package org.andiron.server.operation;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.IModelVisitor2;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.utilities.graphql.Argument;
import org.hl7.fhir.utilities.graphql.IGraphQLStorageServices;
import org.jspecify.annotations.Nullable;

/**
 * The resources that queries are about, with the logical id that the records show as theirs, and
 * without values that are absent, at which the engine fails.
 */
record GraphQlResources(FhirContext context, IGraphQLStorageServices storage)
    implements IGraphQLStorageServices {

  /** What names something by identifier or display alone, or inside its resource, is none here. */
  @Override
  public @Nullable ReferenceResolution lookup(
      Object request, IBaseResource resource, IBaseReference reference) {
    if (!reference.getReferenceElement().hasResourceType()) {
      return null;
    }
    ReferenceResolution resolution = storage.lookup(request, resource, reference);
    if (resolution != null) {
      prepare(resolution.getTarget());
    }
    return resolution;
  }

  @Override
  public @Nullable IBaseResource lookup(Object request, String type, String id) {
    IBaseResource resource = storage.lookup(request, type, id);
    prepare(resource);
    return resource;
  }

  @Override
  public void listResources(
      Object request, String type, List<Argument> arguments, List<IBaseResource> matches) {
    storage.listResources(request, type, arguments, matches);
    matches.forEach(this::prepare);
  }

  @Override
  public IBaseBundle search(Object request, String type, List<Argument> arguments) {
    IBaseBundle found = storage.search(request, type, arguments);
    if (found instanceof Bundle bundle) {
      bundle.getEntry().forEach(entry -> prepare(entry.getResource()));
    }
    return found;
  }

  private void prepare(@Nullable IBaseResource resource) {
    if (resource != null) {
      showLogicalId(resource);
      removeAbsentValues(resource);
    }
  }

  /** HAPI's ids have type and version with them, which the engine would print. */
  private static void showLogicalId(IBaseResource resource) {
    if (resource.getIdElement().hasResourceType()) {
      resource.setId(resource.getIdElement().getIdPart());
    }
  }

  private void removeAbsentValues(IBaseResource resource) {
    List<Runnable> removals = new ArrayList<>();
    context
        .newTerser()
        .visit(
            resource,
            new IModelVisitor2() {
              @Override
              public boolean acceptElement(
                  IBase element,
                  List<IBase> path,
                  List<BaseRuntimeChildDefinition> children,
                  List<BaseRuntimeElementDefinition<?>> definitions) {
                if (element instanceof IPrimitiveType<?> value
                    && value.getValueAsString() == null) {
                  IBase parent = path.get(path.size() - 2);
                  BaseRuntimeChildDefinition child = children.get(children.size() - 1);
                  removals.add(() -> remove(parent, child, element));
                }
                return true;
              }
            });
    removals.forEach(Runnable::run);
  }

  private static void remove(IBase parent, BaseRuntimeChildDefinition child, IBase value) {
    if (child.getMax() == 1) {
      child.getMutator().setValue(parent, null);
    } else {
      child.getAccessor().getValues(parent).removeIf(it -> it == value);
    }
  }
}
