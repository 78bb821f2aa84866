package org.andiron.consent.facts;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The elements that resources and data types are made of, as HAPI's model has them. */
final class ModelElements {

  private final FhirContext context;
  private final Map<Class<? extends Base>, Children> children = new ConcurrentHashMap<>();

  ModelElements(FhirContext context) {
    this.context = context;
  }

  /**
   * An element that others have.
   *
   * @param name without the type of a choice
   */
  record Child(String name, BaseRuntimeChildDefinition definition) {

    List<IBase> values(Base parent) {
      return definition.getAccessor().getValues(parent);
    }

    boolean repeats() {
      return definition.getMax() != 1;
    }
  }

  /** The elements of something, also by name. */
  private record Children(List<Child> all, Map<String, Child> byName) {

    static final Children NONE = new Children(List.of(), Map.of());
  }

  /** The elements of a resource or of a value that has any; none if it is a primitive. */
  List<Child> of(Base parent) {
    return children(parent).all();
  }

  /** The element of that name, null if there can be none. */
  @Nullable Child of(Base parent, String name) {
    return children(parent).byName().get(name);
  }

  private Children children(Base parent) {
    Children known = children.get(parent.getClass());
    return known == null
        ? children.computeIfAbsent(parent.getClass(), type -> list(parent))
        : known;
  }

  private Children list(Base parent) {
    if (parent instanceof PrimitiveType<?>) {
      return Children.NONE;
    }
    BaseRuntimeElementDefinition<?> definition =
        parent instanceof IBaseResource resource
            ? context.getResourceDefinition(resource)
            : context.getElementDefinition(parent.getClass());
    if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
      throw new IllegalStateException("the model does not tell what " + parent.getClass() + " has");
    }
    List<Child> all =
        composite.getChildren().stream()
            .map(it -> new Child(it.getElementName().replace("[x]", ""), it))
            .toList();
    return new Children(
        all, all.stream().collect(Collectors.toUnmodifiableMap(Child::name, it -> it)));
  }
}
