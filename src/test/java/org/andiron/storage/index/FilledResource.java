package org.andiron.storage.index;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.XhtmlType;

/**
 * Resources with something in every element. Variants differ in the types of elements with a
 * choice, in codes, and in what references lead to.
 */
final class FilledResource {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final int DEEPEST = 5;
  private static final Set<String> LEFT_OUT =
      Set.of("contained", "modifierExtension", "implicitRules");
  private static final List<String> REFERENCES =
      List.of(
          "Patient/1",
          "Practitioner/2",
          "http://other/fhir/Location/3/_history/4",
          "#contained",
          "urn:uuid:7d5c2a4e-3f1b-4f5e-8c59-0e4c6a2b9d10",
          "RelatedPerson/5");

  private final int variant;

  private FilledResource(int variant) {
    this.variant = variant;
  }

  static Resource of(String type, int variant) {
    Resource resource = (Resource) CONTEXT.getResourceDefinition(type).newInstance();
    new FilledResource(variant).fill(resource, CONTEXT.getResourceDefinition(type), 0);
    return resource;
  }

  private void fill(IBase parent, BaseRuntimeElementCompositeDefinition<?> definition, int depth) {
    for (BaseRuntimeChildDefinition child : definition.getChildren()) {
      String element = child.getElementName();
      if (LEFT_OUT.contains(element) || (element.equals("extension") && depth > 0)) {
        continue;
      }
      List<String> names = child.getValidChildNames().stream().sorted().toList();
      int repetitions = child.getMax() == 1 ? 1 : 2;
      for (int i = 0; i < repetitions; i++) {
        add(parent, child, names.get((variant + i) % names.size()), depth, variant + i);
      }
    }
  }

  private void add(
      IBase parent, BaseRuntimeChildDefinition child, String name, int depth, int seed) {
    BaseRuntimeElementDefinition<?> definition = child.getChildByName(name);
    if (definition == null || depth == DEEPEST) {
      return;
    }
    if (IBaseResource.class.isAssignableFrom(definition.getImplementingClass())) {
      child.getMutator().addValue(parent, new Patient());
      return;
    }
    IBase value =
        child.getInstanceConstructorArguments() == null
            ? definition.newInstance()
            : definition.newInstance(child.getInstanceConstructorArguments());
    if (value instanceof XhtmlType) {
      return;
    }
    if (value instanceof PrimitiveType<?> primitive) {
      set(primitive, seed);
    } else if (value instanceof Reference reference) {
      reference.setReference(REFERENCES.get(seed % REFERENCES.size()));
    } else if (definition instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
      fill(value, composite, depth + 1);
    }
    child.getMutator().addValue(parent, value);
  }

  private static void set(PrimitiveType<?> primitive, int seed) {
    if (primitive instanceof Enumeration<?> code) {
      setCode(code, seed);
    } else if (primitive instanceof BooleanType) {
      primitive.setValueAsString(seed % 2 == 0 ? "true" : "false");
    } else if (primitive instanceof BaseDateTimeType) {
      boolean hasTime = primitive.fhirType().equals("instant");
      primitive.setValueAsString("2024-03-0" + (1 + seed % 9) + (hasTime ? "T10:15:30Z" : ""));
    } else if (primitive instanceof IntegerType || primitive instanceof DecimalType) {
      primitive.setValueAsString(String.valueOf(1 + seed));
    } else if (primitive instanceof TimeType) {
      primitive.setValueAsString("10:15:00");
    } else if (primitive instanceof IdType) {
      primitive.setValueAsString("id" + seed);
    } else if (primitive instanceof Base64BinaryType) {
      primitive.setValueAsString("AAAA");
    } else {
      primitive.setValueAsString("http://example.org/" + primitive.fhirType() + seed);
    }
  }

  private static void setCode(Enumeration<?> code, int seed) {
    String factory = code.getEnumFactory().getClass().getName();
    try {
      Class<?> codes = Class.forName(factory.substring(0, factory.lastIndexOf("EnumFactory")));
      Object[] constants = codes.getEnumConstants();
      // The last is a stand-in for none.
      Object constant = constants[seed % (constants.length - 1)];
      code.setValueAsString((String) codes.getMethod("toCode").invoke(constant));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
