package org.andiron.server.capability;

import ca.uhn.fhir.context.BaseRuntimeChildDatatypeDefinition;
import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.UUID;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.SearchParameter;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.hl7.fhir.r4.model.ValueSet;

/** Makes the smallest resource of any type that R4 allows: its required elements and no others. */
public final class ExampleResources {

  private final FhirContext context;

  public ExampleResources(FhirContext context) {
    this.context = context;
  }

  public Resource minimal(String type) {
    var definition = context.getResourceDefinition(type);
    Resource resource = (Resource) definition.newInstance();
    adapt(resource);
    fillRequired(resource, definition);
    return resource;
  }

  /** Values that a server looks at more closely than the definition of the type does. */
  private static void adapt(Resource resource) {
    if (resource instanceof SearchParameter parameter) {
      String code = "example-" + UUID.randomUUID();
      parameter.setUrl("http://example.org/SearchParameter/" + code).setCode(code);
      parameter.setStatus(PublicationStatus.DRAFT).setExpression("Patient.language");
    } else if (resource instanceof Subscription subscription) {
      subscription.setStatus(SubscriptionStatus.OFF).setCriteria("Observation?code=example");
      subscription.getChannel().setType(SubscriptionChannelType.WEBSOCKET);
    } else if (resource instanceof ConceptMap || resource instanceof ValueSet) {
      renew((MetadataResource) resource);
    } else if (resource instanceof Bundle bundle) {
      bundle.setType(Bundle.BundleType.COLLECTION);
    } else if (resource instanceof Binary binary) {
      binary.setContentType("text/plain");
    }
  }

  /** Terminology is known by its URL, and each URL is taken once. */
  static void renew(MetadataResource terminology) {
    terminology.setUrl("http://example.org/" + UUID.randomUUID());
  }

  private void fillRequired(IBase target, BaseRuntimeElementCompositeDefinition<?> definition) {
    for (BaseRuntimeChildDefinition child : definition.getChildren()) {
      if (child.getMin() > 0 && child.getAccessor().getValues(target).isEmpty()) {
        child.getMutator().addValue(target, example(child));
      }
    }
  }

  private IBase example(BaseRuntimeChildDefinition child) {
    String name = child.getValidChildNames().stream().sorted().findFirst().orElseThrow();
    BaseRuntimeElementDefinition<?> definition = child.getChildByName(name);
    IBase value = definition.newInstance(child.getInstanceConstructorArguments());
    if (value instanceof IPrimitiveType<?> primitive) {
      primitive.setValueAsString(text(child, primitive));
    } else if (value instanceof Reference reference) {
      // No literal reference: the target would have to exist.
      reference.setDisplay("example");
    } else if (definition instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
      fillRequired(value, composite);
      if (value.isEmpty()) {
        fillOne(value, composite);
      }
    }
    return value;
  }

  /** An element without required children needs one nevertheless, or it is not there. */
  private void fillOne(IBase target, BaseRuntimeElementCompositeDefinition<?> definition) {
    BaseRuntimeChildDefinition chosen = null;
    for (BaseRuntimeChildDefinition child : definition.getChildren()) {
      if (child.getElementName().equals("id") || child.getElementName().endsWith("xtension")) {
        continue;
      }
      String name = child.getValidChildNames().iterator().next();
      if (IPrimitiveType.class.isAssignableFrom(
          child.getChildByName(name).getImplementingClass())) {
        chosen = child;
        break;
      }
      chosen = chosen == null ? child : chosen;
    }
    if (chosen != null) {
      chosen.getMutator().addValue(target, example(chosen));
    }
  }

  private static String text(BaseRuntimeChildDefinition child, IPrimitiveType<?> primitive) {
    if (child instanceof BaseRuntimeChildDatatypeDefinition bound
        && bound.getBoundEnumType() != null) {
      return firstCode(bound.getBoundEnumType());
    }
    return switch (String.valueOf(primitive.fhirType())) {
      case "boolean" -> "true";
      case "integer", "positiveInt", "unsignedInt" -> "1";
      case "decimal" -> "1.5";
      case "date" -> "2026-01-01";
      case "dateTime", "instant" -> "2026-01-01T00:00:00Z";
      case "time" -> "12:00:00";
      case "uri", "url", "canonical" -> "http://example.org/andiron";
      case "oid" -> "urn:oid:1.2.3";
      case "uuid" -> "urn:uuid:" + UUID.randomUUID();
      case "base64Binary" -> "AAAA";
      // Most codes without an enumeration in the model name a resource type.
      case "code" -> "Patient";
      default -> "example";
    };
  }

  private static String firstCode(Class<? extends Enum<?>> type) {
    Enum<?> first = type.getEnumConstants()[0];
    try {
      return String.valueOf(type.getMethod("toCode").invoke(first));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is no FHIR enumeration", e);
    }
  }
}
