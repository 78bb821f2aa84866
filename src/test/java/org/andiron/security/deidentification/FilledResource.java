package org.andiron.security.deidentification;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/** A resource in which every element that can hold a text, a URL or a date has one that tells. */
final class FilledResource {

  private static final int DEEPEST = 5;

  private final FhirContext context;
  private final String secret;
  private final String date;

  FilledResource(FhirContext context, String secret, String date) {
    this.context = context;
    this.secret = secret;
    this.date = date;
  }

  /** A resource of a type. */
  IBaseResource of(String type) {
    IBaseResource resource = context.getResourceDefinition(type).newInstance();
    resource.setId(type + "/" + secret);
    fill(resource, context.getResourceDefinition(type), 0);
    return resource;
  }

  private void fill(IBase parent, BaseRuntimeElementCompositeDefinition<?> definition, int depth) {
    if (parent instanceof Element element) {
      element.setId(secret);
      element.addExtension("http://example.org/" + secret, new StringType(secret));
    }
    for (BaseRuntimeChildDefinition child : definition.getChildren()) {
      for (String name : child.getValidChildNames()) {
        boolean filled = child.getMax() == 1 && !child.getAccessor().getValues(parent).isEmpty();
        if (!filled
            && !name.equals("contained")
            && !name.equals("extension")
            && !name.equals("modifierExtension")) {
          IBase value = value(child, name, depth + 1);
          if (value != null) {
            child.getMutator().addValue(parent, value);
          }
        }
      }
    }
  }

  private @Nullable IBase value(BaseRuntimeChildDefinition child, String name, int depth) {
    BaseRuntimeElementDefinition<?> definition = child.getChildByName(name);
    if (definition == null || depth > DEEPEST) {
      return null;
    }
    IBase value = definition.newInstance(child.getInstanceConstructorArguments());
    if (value instanceof Narrative narrative) {
      narrative.setStatusAsString("generated");
      narrative.setDivAsString("<div>" + secret + "</div>");
      return narrative;
    }
    if (value instanceof PrimitiveType<?> primitive) {
      return primitive(primitive);
    }
    if (definition instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
      fill(value, composite, depth);
      return value;
    }
    return null;
  }

  private @Nullable IBase primitive(PrimitiveType<?> value) {
    if (value instanceof DateType) {
      value.setValueAsString(date);
    } else if (value instanceof InstantType || value instanceof BaseDateTimeType) {
      value.setValueAsString(date + "T01:02:03Z");
    } else if (value instanceof TimeType) {
      value.setValueAsString("01:02:03");
    } else if (value instanceof Base64BinaryType) {
      value.setValueAsString("c2VjcmV0");
    } else if (value instanceof CodeType) {
      value.setValueAsString(secret + " " + secret);
    } else if (value instanceof UriType) {
      value.setValueAsString("https://example.org/some one/" + secret);
    } else if (value instanceof StringType) {
      value.setValueAsString(secret);
    } else {
      return null;
    }
    value.setId(secret);
    value.addExtension("http://example.org/" + secret, new StringType(secret));
    return value;
  }
}
