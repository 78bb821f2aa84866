package org.andiron.server.validation;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildAny;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeChildContainedResources;
import ca.uhn.fhir.context.RuntimeChildDirectResource;
import ca.uhn.fhir.context.RuntimeChildExtension;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import ca.uhn.fhir.context.RuntimeChildResourceDefinition;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.andiron.server.validation.ElementType.AnyResource;
import org.andiron.server.validation.ElementType.Child;
import org.andiron.server.validation.ElementType.Composite;
import org.andiron.server.validation.ElementType.Primitive;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * The elements of FHIR R4, taken from HAPI's definitions and kept in the shape that a check of JSON
 * or XML needs. Safe for use by several threads.
 */
final class FhirModel {

  /**
   * The types an extension may hold. HAPI would take any. <a
   * href="https://hl7.org/fhir/R4/datatypes.html#open">Open type</a>.
   */
  private static final Set<String> OPEN_TYPES =
      Set.of(
          ("base64Binary boolean canonical code date dateTime decimal id instant integer markdown"
                  + " oid positiveInt string time unsignedInt uri url uuid Address Age Annotation"
                  + " Attachment CodeableConcept Coding ContactPoint Count Distance Duration"
                  + " HumanName Identifier Money Period Quantity Range Ratio Reference SampledData"
                  + " Signature Timing ContactDetail Contributor DataRequirement Expression"
                  + " ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage"
                  + " Meta")
              .split(" "));

  private final FhirContext context;
  private final Supplier<Set<String>> ownBaseUrls;
  private final Set<String> resourceTypes;
  private final Composite primitiveCompanion;
  private final Map<BaseRuntimeElementDefinition<?>, Composite> composites =
      new ConcurrentHashMap<>();
  private final Map<String, Composite> resources = new ConcurrentHashMap<>();

  /**
   * The model of a server.
   *
   * @param ownBaseUrls what absolute references to its own resources begin with
   */
  FhirModel(FhirContext context, Supplier<Set<String>> ownBaseUrls) {
    this.context = context;
    this.ownBaseUrls = ownBaseUrls;
    this.primitiveCompanion =
        new Composite("A primitive value", false, () -> primitiveChildren(context));
    this.resourceTypes = Collections.unmodifiableSet(new TreeSet<>(context.getResourceTypes()));
  }

  /** All resource types, sorted. */
  Set<String> resourceTypes() {
    return resourceTypes;
  }

  /** A reference without the base URL of this server, if it begins with that. */
  String relative(String reference) {
    for (String base : ownBaseUrls.get()) {
      if (reference.startsWith(base + "/")) {
        return reference.substring(base.length() + 1);
      }
    }
    return reference;
  }

  /** The children that any primitive value may have: id and extension. */
  Composite primitiveCompanion() {
    return primitiveCompanion;
  }

  /** The type of that exact name, or nothing if FHIR R4 has none. */
  @Nullable Composite resource(String name) {
    if (!resourceTypes.contains(name)) {
      return null;
    }
    return resources.computeIfAbsent(name, it -> composite(context.getResourceDefinition(it)));
  }

  private Composite composite(BaseRuntimeElementDefinition<?> definition) {
    return composites.computeIfAbsent(
        definition,
        it ->
            new Composite(
                it.getName(),
                IBaseResource.class.isAssignableFrom(it.getImplementingClass()),
                () -> children((BaseRuntimeElementCompositeDefinition<?>) it)));
  }

  private Map<String, Child> children(BaseRuntimeElementCompositeDefinition<?> parent) {
    Map<String, Child> children = new LinkedHashMap<>();
    for (BaseRuntimeChildDefinition child : parent.getChildrenAndExtension()) {
      String element = child.getElementName();
      boolean choice = child instanceof RuntimeChildChoiceDefinition && !isExtension(child);
      for (String name : child.getValidChildNames()) {
        BaseRuntimeElementDefinition<?> definition = definition(child, name);
        if (definition == null || isInvention(child, name, element)) {
          continue;
        }
        String typeName = choice ? name.substring(element.length()) : "";
        ElementType type = type(child, definition);
        if (choice && child instanceof RuntimeChildAny && !isOpenType(typeName)) {
          continue;
        }
        String step = choice ? element + ".ofType(" + typeOfChoice(typeName, type) + ")" : element;
        children.put(
            name,
            new Child(step, element, choice, child.getMax() != 1, type, targets(child, type)));
      }
    }
    return Collections.unmodifiableMap(new HashMap<>(children));
  }

  private Map<String, Child> primitiveChildren(FhirContext context) {
    Map<String, Child> extension = composite(context.getElementDefinition("Extension")).children();
    return Map.of(
        "id",
        Objects.requireNonNull(extension.get("id")),
        "extension",
        Objects.requireNonNull(extension.get("extension")));
  }

  private @Nullable BaseRuntimeElementDefinition<?> definition(
      BaseRuntimeChildDefinition child, String name) {
    return isExtension(child)
        ? context.getElementDefinition("Extension")
        : child.getChildByName(name);
  }

  private static boolean isExtension(BaseRuntimeChildDefinition child) {
    return child instanceof RuntimeChildExtension;
  }

  /** HAPI also knows references by a name that FHIR never had. */
  private static boolean isInvention(
      BaseRuntimeChildDefinition child, String name, String element) {
    boolean choice = child instanceof RuntimeChildChoiceDefinition && !isExtension(child);
    return choice
        ? name.equals(element + "Resource") || name.equals(element)
        : child instanceof RuntimeChildResourceDefinition && !name.equals(element);
  }

  private static boolean isOpenType(String typeName) {
    return OPEN_TYPES.contains(typeName)
        || OPEN_TYPES.contains(Character.toLowerCase(typeName.charAt(0)) + typeName.substring(1));
  }

  private static String typeOfChoice(String typeName, ElementType type) {
    return type instanceof Primitive primitive ? primitive.datatype() : typeName;
  }

  private ElementType type(
      BaseRuntimeChildDefinition child, BaseRuntimeElementDefinition<?> definition) {
    if (child instanceof RuntimeChildDirectResource) {
      return new AnyResource(false);
    }
    if (child instanceof RuntimeChildContainedResources) {
      return new AnyResource(true);
    }
    return switch (definition.getChildType()) {
      case PRIMITIVE_DATATYPE, ID_DATATYPE, PRIMITIVE_XHTML, PRIMITIVE_XHTML_HL7ORG ->
          new Primitive(definition.getName(), codes(child));
      case RESOURCE, COMPOSITE_DATATYPE, RESOURCE_BLOCK -> composite(definition);
      case CONTAINED_RESOURCE_LIST, CONTAINED_RESOURCES, EXTENSION_DECLARED, UNDECL_EXT ->
          throw new IllegalStateException("No such element in R4: " + child.getElementName());
    };
  }

  private Set<String> targets(BaseRuntimeChildDefinition child, ElementType type) {
    if (!(type instanceof Composite composite && composite.isReference())) {
      return Set.of();
    }
    List<? extends Class<? extends IBaseResource>> allowed =
        child instanceof RuntimeChildResourceDefinition reference
            ? reference.getResourceTypes()
            : List.of();
    Set<String> names = new TreeSet<>();
    for (Class<? extends IBaseResource> target : allowed) {
      if (target.isInterface() || java.lang.reflect.Modifier.isAbstract(target.getModifiers())) {
        return Set.of();
      }
      names.add(context.getResourceType(target));
    }
    return Collections.unmodifiableSet(names);
  }

  private static List<String> codes(BaseRuntimeChildDefinition child) {
    if (!(child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition coded)) {
      return List.of();
    }
    List<String> codes = new ArrayList<>();
    for (Enum<?> constant : coded.getBoundEnumType().getEnumConstants()) {
      try {
        Object code = constant.getDeclaringClass().getMethod("toCode").invoke(constant);
        if (code instanceof String text) {
          codes.add(text);
        }
      } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("An enumeration of HAPI's has no codes", e);
      }
    }
    return List.copyOf(codes);
  }
}
