package org.andiron.storage.config;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonToken;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.andiron.storage.config.LocatedJson.ArrayValue;
import org.andiron.storage.config.LocatedJson.Member;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.LocatedJson.Place;
import org.andiron.storage.config.LocatedJson.ScalarValue;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Compares a JSON document with the elements that its resource type has: names, repetition, JSON
 * type, value format and required elements. HAPI's parser checks the same but does not say where;
 * this check exists for the place.
 *
 * @see <a href="https://hl7.org/fhir/R4/json.html">JSON representation of resources</a>
 */
final class FhirJsonCheck {

  private static final Set<String> NUMBERS =
      Set.of("integer", "decimal", "positiveInt", "unsignedInt");

  private final FhirContext fhirContext;
  private final String file;

  FhirJsonCheck(FhirContext fhirContext, String file) {
    this.fhirContext = fhirContext;
    this.file = file;
  }

  /** The value of {@code resourceType}; the document must be an object that has it. */
  String resourceType(LocatedJson document) {
    if (!(document instanceof ObjectValue object)) {
      throw refuse(document.at(), "a FHIR resource is a JSON object");
    }
    Member type = object.members().get("resourceType");
    if (type == null) {
      throw refuse(object.at(), "resourceType is missing");
    }
    if (!(type.value() instanceof ScalarValue name) || name.token() != JsonToken.VALUE_STRING) {
      throw refuse(type.value().at(), "resourceType must be a string");
    }
    if (!fhirContext.getResourceTypes().contains(name.text())) {
      throw refuse(name.at(), "\"" + name.text() + "\" is not a resource type of FHIR R4");
    }
    return name.text();
  }

  /** Checks a whole resource, contained resources included. */
  void resource(LocatedJson document) {
    String type = resourceType(document);
    composite(fhirContext.getResourceDefinition(type), (ObjectValue) document, type, true);
  }

  /** Checks an element that stands by itself. */
  void element(Class<? extends IBase> type, LocatedJson value, String path) {
    if (fhirContext.getElementDefinition(type)
        instanceof BaseRuntimeElementCompositeDefinition<?> definition) {
      composite(definition, object(value, path), path, false);
    } else {
      throw new IllegalArgumentException(type + " has no elements");
    }
  }

  private void composite(
      BaseRuntimeElementCompositeDefinition<?> definition,
      ObjectValue object,
      String path,
      boolean isResource) {
    if (object.members().isEmpty()) {
      throw refuse(object.at(), path + " is an empty object");
    }
    Map<BaseRuntimeChildDefinition, String> seen = new HashMap<>();
    object
        .members()
        .forEach(
            (name, member) -> {
              if (isResource && name.equals("resourceType")) {
                return;
              }
              member(definition, name, member, path, seen);
            });
    for (BaseRuntimeChildDefinition child : definition.getChildren()) {
      if (child.getMin() > 0 && !seen.containsKey(child)) {
        throw refuse(
            object.at(), "required element " + path + "." + child.getElementName() + " is missing");
      }
    }
  }

  private void member(
      BaseRuntimeElementCompositeDefinition<?> definition,
      String name,
      Member member,
      String parent,
      Map<BaseRuntimeChildDefinition, String> seen) {
    boolean companion = name.startsWith("_");
    String elementName = companion ? name.substring(1) : name;
    String path = parent + "." + elementName;
    if (!companion && (name.equals("extension") || name.equals("modifierExtension"))) {
      each(member, true, path, item -> extension(item, path));
      return;
    }
    BaseRuntimeChildDefinition child = definition.getChildByName(elementName);
    BaseRuntimeElementDefinition<?> element =
        child == null ? null : child.getChildByName(elementName);
    if (child == null || element == null) {
      if (elementName.equals("id")) {
        each(member, false, path, item -> string(item, path));
        return;
      }
      throw refuse(member.nameAt(), "unknown element \"" + name + "\" in " + parent);
    }
    String first = seen.putIfAbsent(child, elementName);
    if (first != null && !first.equals(elementName)) {
      throw refuse(member.nameAt(), path + " and " + parent + "." + first + " exclude each other");
    }
    boolean repeats = child.getMax() != 1;
    if (companion) {
      each(member, repeats, path, item -> companion(element, item, path));
    } else {
      each(member, repeats, path, item -> value(child, element, item, path));
    }
  }

  private interface Item {
    void check(LocatedJson value);
  }

  private void each(Member member, boolean repeats, String path, Item item) {
    LocatedJson value = member.value();
    if (!repeats) {
      if (value instanceof ArrayValue) {
        throw refuse(value.at(), path + " does not repeat: expected no array");
      }
      item.check(value);
      return;
    }
    if (!(value instanceof ArrayValue array)) {
      throw refuse(value.at(), path + " repeats: expected an array");
    }
    if (array.items().isEmpty()) {
      throw refuse(array.at(), path + " is an empty array");
    }
    array.items().forEach(item::check);
  }

  private void value(
      BaseRuntimeChildDefinition child,
      BaseRuntimeElementDefinition<?> element,
      LocatedJson value,
      String path) {
    switch (element.getChildType()) {
      case RESOURCE, CONTAINED_RESOURCE_LIST, CONTAINED_RESOURCES -> resource(value);
      case PRIMITIVE_XHTML, PRIMITIVE_XHTML_HL7ORG -> string(value, path);
      case PRIMITIVE_DATATYPE, ID_DATATYPE -> primitive(child, element, value, path);
      default -> {
        if (element instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
          composite(composite, object(value, path), path, false);
        }
      }
    }
  }

  private void primitive(
      BaseRuntimeChildDefinition child,
      BaseRuntimeElementDefinition<?> element,
      LocatedJson value,
      String path) {
    if (!(value instanceof ScalarValue scalar)) {
      throw refuse(value.at(), path + " is a " + element.getName() + ": expected one value");
    }
    if (scalar.token() == JsonToken.VALUE_NULL) {
      if (child.getMax() == 1) {
        throw refuse(scalar.at(), path + " is null; leave it out instead");
      }
      return;
    }
    String expected =
        element.getName().equals("boolean")
            ? "true or false"
            : NUMBERS.contains(element.getName()) ? "a number" : "a string";
    String found =
        switch (scalar.token()) {
          case VALUE_TRUE, VALUE_FALSE -> "true or false";
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
          default -> "a string";
        };
    if (!expected.equals(found)) {
      throw refuse(
          scalar.at(),
          path + " is a " + element.getName() + ": expected " + expected + ", not " + found);
    }
    if (scalar.text().isEmpty()) {
      throw refuse(scalar.at(), path + " is empty; leave it out instead");
    }
    if (element.newInstance(child.getInstanceConstructorArguments())
        instanceof IPrimitiveType<?> instance) {
      try {
        instance.setValueAsString(scalar.text());
      } catch (RuntimeException e) {
        throw refuse(
            scalar.at(), "\"" + abbreviated(scalar.text()) + "\" is not a value of " + path, e);
      }
    }
  }

  private static String abbreviated(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  private void companion(BaseRuntimeElementDefinition<?> element, LocatedJson value, String path) {
    if (value instanceof ScalarValue scalar && scalar.token() == JsonToken.VALUE_NULL) {
      return;
    }
    if (element instanceof BaseRuntimeElementCompositeDefinition<?>) {
      throw refuse(value.at(), "only a primitive has a companion, and " + path + " is none");
    }
    object(value, path)
        .members()
        .forEach(
            (name, member) -> {
              switch (name) {
                case "id" -> each(member, false, path, item -> string(item, path + ".id"));
                case "extension" -> each(member, true, path, item -> extension(item, path));
                default ->
                    throw refuse(
                        member.nameAt(), "unknown element \"" + name + "\" beside " + path);
              }
            });
  }

  private void extension(LocatedJson value, String path) {
    if (fhirContext.getElementDefinition("Extension")
        instanceof BaseRuntimeElementCompositeDefinition<?> extension) {
      composite(extension, object(value, path), path + ".extension", false);
    }
  }

  private ObjectValue object(LocatedJson value, String path) {
    if (value instanceof ObjectValue object) {
      return object;
    }
    throw refuse(value.at(), path + " has elements of its own: expected an object");
  }

  private void string(LocatedJson value, String path) {
    if (!(value instanceof ScalarValue scalar) || scalar.token() != JsonToken.VALUE_STRING) {
      throw refuse(value.at(), path + " must be a string");
    }
  }

  ConfigurationFileException refuse(Place place, String reason) {
    return refuse(place, reason, null);
  }

  private ConfigurationFileException refuse(Place place, String reason, @Nullable Throwable cause) {
    return new ConfigurationFileException(file, place.line(), place.column(), reason, cause);
  }
}
