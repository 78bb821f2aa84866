package org.andiron.server.validation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What stands at an element, as far as its form goes. */
sealed interface ElementType {

  /**
   * One value.
   *
   * @param datatype name of the FHIR datatype, such as {@code date}
   * @param codes the codes of its required binding, empty if there is none
   */
  record Primitive(String datatype, List<String> codes) implements ElementType {}

  /** A whole resource of any type. */
  record AnyResource(boolean contained) implements ElementType {}

  /** An element with children, or a resource. */
  final class Composite implements ElementType {

    private final String name;
    private final boolean resource;
    private final Supplier<Map<String, Child>> source;
    private volatile @Nullable Map<String, Child> children;

    Composite(String name, boolean resource, Supplier<Map<String, Child>> source) {
      this.name = name;
      this.resource = resource;
      this.source = source;
    }

    String name() {
      return name;
    }

    boolean isResource() {
      return resource;
    }

    boolean isReference() {
      return name.equals("Reference");
    }

    boolean isExtension() {
      return name.equals("Extension");
    }

    /** By the name they have in JSON and XML. */
    Map<String, Child> children() {
      Map<String, Child> known = children;
      if (known == null) {
        known = source.get();
        children = known;
      }
      return known;
    }
  }

  /**
   * A place for a child.
   *
   * @param step how FHIRPath names it, such as {@code value.ofType(Quantity)}
   * @param element its name in the definition, shared by all types of a choice
   * @param choice whether the element is a choice of types
   * @param repeats whether it may stand more than once
   * @param targets types that a reference may point to, empty for any
   */
  record Child(
      String step,
      String element,
      boolean choice,
      boolean repeats,
      ElementType type,
      Set<String> targets) {}
}
