package org.andiron.consent.facts;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildDirectResource;
import ca.uhn.fhir.parser.DataFormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.consent.term.Code;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/**
 * A resource with anything that its type may have, and what was put where: what is found in it can
 * be compared with that.
 */
public final class RandomResource {

  private static final int DEEPEST = 6;
  private static final List<String> DATES = List.of("2020", "2020-02", "2020-02-30", "2020-02-29");
  private static final List<String> TIMES =
      List.of("2020", "2020-02-29", "2020-02-29T01:02:03Z", "2020-02-29T01:02:03.004+05:30");

  private final FhirContext context;
  private final Random random;
  private final Resource resource;
  private final Set<Code> codes = new HashSet<>();
  private final Set<String> targets = new TreeSet<>();
  private final Map<Element, Code> labelled = new IdentityHashMap<>();
  private int count;

  /** The same for the same seed. */
  public RandomResource(FhirContext context, String type, long seed) {
    this.context = context;
    this.random = new Random(seed);
    this.resource = (Resource) context.getResourceDefinition(type).newInstance();
    resource.setId(type + "/1");
    fill(resource, 0);
  }

  /** What was made. */
  public Resource resource() {
    return resource;
  }

  /** Codes of the codings that it was given. */
  public Set<Code> codes() {
    return codes;
  }

  /** What the references that it was given name. */
  public Set<String> targets() {
    return targets;
  }

  /** The elements that have a label of their own. */
  public Map<Element, Code> labelled() {
    return labelled;
  }

  private void fill(IBase parent, int depth) {
    // What HAPI's FHIRPath gives for an id is a copy of it.
    if (parent instanceof Element element
        && !(element instanceof IdType)
        && random.nextInt(12) == 0) {
      label(element);
    }
    if (parent instanceof PrimitiveType<?>
        || !(definition(parent) instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
      return;
    }
    for (BaseRuntimeChildDefinition child : composite.getChildren()) {
      addValues(parent, child, depth);
    }
    if (parent instanceof Coding coding) {
      code(coding);
    } else if (parent instanceof Reference reference) {
      reference.setReference("Patient/" + ++count);
      targets.add(reference.getReference());
    }
  }

  private BaseRuntimeElementDefinition<?> definition(IBase value) {
    return value instanceof Resource inner
        ? context.getResourceDefinition(inner)
        : context.getElementDefinition(value.getClass());
  }

  private void addValues(IBase parent, BaseRuntimeChildDefinition child, int depth) {
    String element = child.getElementName();
    if (element.equals("id")
        || element.equals("meta")
        || element.equals("modifierExtension")
        || (element.equals("extension") && !(parent instanceof DomainResource))) {
      return;
    }
    List<String> names = new ArrayList<>(new TreeSet<>(child.getValidChildNames()));
    int times = child.getMax() == 1 ? random.nextInt(2) : random.nextInt(3);
    for (int i = 0; i < times && depth < DEEPEST; i++) {
      IBase value = value(child, names.get(random.nextInt(names.size())), depth);
      if (value != null) {
        child.getMutator().addValue(parent, value);
      }
    }
  }

  private @Nullable IBase value(BaseRuntimeChildDefinition child, String name, int depth) {
    if (child.getElementName().equals("contained") || child instanceof RuntimeChildDirectResource) {
      if (depth > 0 && !(resource instanceof Bundle)) {
        return null;
      }
      Resource inner = random.nextBoolean() ? new Condition() : new PractitionerRole();
      inner.setId("c" + ++count);
      fill(inner, Math.max(depth, DEEPEST - 3));
      return inner;
    }
    BaseRuntimeElementDefinition<?> definition = child.getChildByName(name);
    if (child.getElementName().equals("extension")) {
      Extension extension = new Extension("urn:extension:" + ++count);
      Coding coding = new Coding();
      fill(coding, DEEPEST);
      return extension.setValue(coding);
    }
    if (definition == null || definition.getImplementingClass().isInterface()) {
      return null;
    }
    IBase value = definition.newInstance(child.getInstanceConstructorArguments());
    if (value instanceof PrimitiveType<?> primitive) {
      set(primitive);
    } else if (!(value instanceof Element)) {
      return null;
    }
    fill(value, depth + 1);
    return value instanceof Element filled && filled.isEmpty() ? null : value;
  }

  private void set(PrimitiveType<?> value) {
    String text = text(value);
    if (text != null) {
      try {
        value.setValueAsString(text);
      } catch (DataFormatException e) {
        // Keeps the text without a value, as after a lenient parser.
        assert value.getValue() == null;
      }
    }
  }

  private @Nullable String text(PrimitiveType<?> value) {
    if (value instanceof DateType) {
      return DATES.get(random.nextInt(DATES.size()));
    }
    if (value instanceof DateTimeType) {
      return TIMES.get(random.nextInt(TIMES.size()));
    }
    if (value instanceof BaseDateTimeType) {
      return "2020-02-29T01:02:03Z";
    }
    if (value instanceof TimeType) {
      return "01:02:03";
    }
    if (value instanceof BooleanType) {
      return "true";
    }
    if (value instanceof IntegerType || value instanceof DecimalType) {
      return "3";
    }
    if (value instanceof Base64BinaryType) {
      return "AAAA";
    }
    if (value instanceof UriType) {
      return "urn:uri:" + ++count;
    }
    return value instanceof StringType ? "text " + ++count : null;
  }

  private void code(Coding coding) {
    coding.setSystem("urn:system:" + random.nextInt(3)).setCode("code-" + ++count);
    codes.add(new Code(coding.getSystem(), coding.getCode()));
  }

  private void label(Element element) {
    Coding label = new Coding();
    code(label);
    element.addExtension(Labels.INLINE, label);
    labelled.put(element, Labels.code(label));
  }
}
