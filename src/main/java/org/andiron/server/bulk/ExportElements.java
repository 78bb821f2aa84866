package org.andiron.server.bulk;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * The {@code _elements} of an export: which top-level elements of which resource types are wanted.
 *
 * <p>See <a href="https://hl7.org/fhir/uv/bulkdata/STU2/export.html#query-parameters">_elements</a>
 * of Bulk Data Access.
 */
final class ExportElements {

  private static final Set<String> ALWAYS_KEPT =
      Set.of("id", "meta", "implicitRules", "modifierExtension");

  private static final String SUBSETTED_SYSTEM =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

  /** One wanted element; of every type if it names none. */
  private record Element(@Nullable String type, String name) {
    boolean concerns(String resourceType) {
      return type == null || type.equals(resourceType);
    }
  }

  private final FhirContext context;
  private final List<Element> wanted;

  private ExportElements(FhirContext context, List<Element> wanted) {
    this.context = context;
    this.wanted = wanted;
  }

  /**
   * Reads the parameter.
   *
   * @param exportedTypes the resource types that the export is about
   * @throws InvalidRequestException when an element does not exist in any of them
   */
  static ExportElements parse(
      FhirContext context, Collection<String> values, Collection<String> exportedTypes) {
    List<Element> wanted = new ArrayList<>();
    for (String value : values) {
      for (String text : value.split(",", -1)) {
        wanted.add(element(context, text.strip(), exportedTypes));
      }
    }
    return new ExportElements(context, wanted);
  }

  private static Element element(FhirContext context, String text, Collection<String> types) {
    int dot = text.indexOf('.');
    String type = dot < 0 ? null : text.substring(0, dot);
    String name = text.substring(dot + 1);
    boolean known =
        type == null
            ? types.stream().anyMatch(candidate -> hasElement(context, candidate, name))
            : context.getResourceTypes().contains(type) && hasElement(context, type, name);
    if (!known) {
      throw new InvalidRequestException(
          "_elements names something that is not a top-level element of an exported type");
    }
    return new Element(type, name);
  }

  private static boolean hasElement(FhirContext context, String type, String name) {
    return context.getResourceDefinition(type).getChildren().stream()
        .anyMatch(child -> elementName(child).equals(name));
  }

  private static String elementName(BaseRuntimeChildDefinition child) {
    String name = child.getElementName();
    return name.endsWith("[x]") ? name.substring(0, name.length() - 3) : name;
  }

  /** The parameter's normal form, which {@link #parse} reads again. */
  List<String> texts() {
    return wanted.stream()
        .map(
            element ->
                element.type() == null ? element.name() : element.type() + "." + element.name())
        .toList();
  }

  /**
   * Removes from a resource what is not wanted, except its mandatory elements, and marks it as
   * incomplete. A type that no wanted element concerns stays whole.
   */
  void reduce(IBaseResource resource) {
    RuntimeResourceDefinition definition = context.getResourceDefinition(resource);
    String type = definition.getName();
    Set<String> names =
        Set.copyOf(
            wanted.stream()
                .filter(element -> element.concerns(type))
                .map(Element::name)
                .distinct()
                .toList());
    if (names.isEmpty()) {
      return;
    }
    for (BaseRuntimeChildDefinition child : definition.getChildren()) {
      String name = elementName(child);
      if (child.getMin() == 0 && !ALWAYS_KEPT.contains(name) && !names.contains(name)) {
        child.getMutator().setValue(resource, null);
      }
    }
    resource.getMeta().addTag().setSystem(SUBSETTED_SYSTEM).setCode("SUBSETTED");
  }
}
