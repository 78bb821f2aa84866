package org.andiron.consent.facts;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Goes through everything in a resource: contained resources, entries, extensions, also those of
 * primitive values.
 */
final class ElementWalk {

  private final ModelElements model;
  private final Visitor visitor;
  private final String root;

  /** Whether primitive values are visited that have nothing but their value. */
  private final boolean bare;

  /** The names and positions on the way to where the walk is. */
  private final List<String> names = new ArrayList<>();

  private final List<Integer> positions = new ArrayList<>();

  /** What has what is visited, and as which of its elements. */
  private Base parent;

  private ModelElements.@Nullable Child child;

  /** Is shown everything, outer before inner. */
  interface Visitor {

    /** A resource inside the one that is walked through. */
    void enter(Resource inner, ElementWalk walk);

    void enter(Element element, ElementWalk walk);

    /** After all that is inside of it. */
    void leave(Element element);
  }

  private ElementWalk(ModelElements model, Visitor visitor, Resource resource, boolean bare) {
    this.bare = bare;
    this.model = model;
    this.visitor = visitor;
    this.root = resource.fhirType();
    this.parent = resource;
  }

  static void through(Resource resource, ModelElements model, Visitor visitor) {
    new ElementWalk(model, visitor, resource, false).children(resource);
  }

  /** Also through primitive values that have nothing but their value. */
  static void throughAll(Resource resource, ModelElements model, Visitor visitor) {
    new ElementWalk(model, visitor, resource, true).children(resource);
  }

  /** FHIRPath of what is visited. */
  String path() {
    StringBuilder path = new StringBuilder(root);
    for (int i = 0; i < names.size(); i++) {
      path.append('.').append(names.get(i));
      if (positions.get(i) >= 0) {
        path.append('[').append(positions.get(i)).append(']');
      }
    }
    return path.toString();
  }

  /** Whether what is visited is an element of that name. */
  boolean isAt(String name) {
    return names.get(names.size() - 1).equals(name);
  }

  /** Where what is visited stands. */
  Place placeOf(Base visited) {
    return new Place(parent, child, visited);
  }

  private void children(Base of) {
    for (ModelElements.Child one : model.of(of)) {
      values(of, one, one.name(), one.repeats(), one.values(of));
    }
  }

  private void values(
      Base of,
      ModelElements.@Nullable Child as,
      String name,
      boolean repeats,
      List<? extends IBase> values) {
    for (int i = 0; i < values.size(); i++) {
      IBase value = values.get(i);
      if (!bare && value instanceof PrimitiveType<?> primitive && !primitive.hasExtension()) {
        continue;
      }
      names.add(name);
      positions.add(repeats ? i : -1);
      parent = of;
      child = as;
      if (value instanceof Resource resource) {
        visitor.enter(resource, this);
        children(resource);
      } else if (value instanceof Element element) {
        element(element);
      }
      names.remove(names.size() - 1);
      positions.remove(positions.size() - 1);
    }
  }

  private void element(Element element) {
    visitor.enter(element, this);
    if (element instanceof PrimitiveType<?>) {
      values(element, null, "extension", true, element.getExtension());
    } else {
      children(element);
    }
    visitor.leave(element);
  }
}
