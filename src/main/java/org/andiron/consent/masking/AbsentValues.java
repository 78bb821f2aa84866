package org.andiron.consent.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.PrimitiveType;

/**
 * Makes what stands in the place of a value that is not shown: the same type with the reason why it
 * is absent. What an element must have, it has, absent for the same reason.
 *
 * @see <a href="http://hl7.org/fhir/R4/extension-data-absent-reason.html">Data absent reason</a>
 */
final class AbsentValues {

  static final String REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
  static final String MASKED = "masked";

  /** No type needs another inside itself more often. */
  private static final int DEEPEST = 8;

  private final FhirContext context;

  AbsentValues(FhirContext context) {
    this.context = context;
  }

  /** In the place of a value, with nothing of it but its type. */
  Element of(Element value) {
    return of(value, 0);
  }

  private Element of(Element value, int depth) {
    if (value instanceof Narrative) {
      return narrative();
    }
    BaseRuntimeElementDefinition<?> definition = context.getElementDefinition(value.getClass());
    if (value instanceof PrimitiveType<?> primitive) {
      return absent(withoutValue(primitive, definition));
    }
    if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
      throw new IllegalStateException("the model does not tell what " + value.fhirType() + " has");
    }
    if (value instanceof Extension extension) {
      // It has either a value or extensions, and says by its URL what would follow.
      return absent(new Extension(extension.getUrl()));
    }
    Element absent = (Element) composite.newInstance();
    for (BaseRuntimeChildDefinition child : composite.getChildren()) {
      if (child.getMin() > 0 && depth < DEEPEST) {
        addRequired(absent, value, child, depth);
      }
    }
    return absent(absent);
  }

  /** Of a choice of types that which the value has. */
  private void addRequired(
      Element parent, Element original, BaseRuntimeChildDefinition child, int depth) {
    IBase present =
        child.getAccessor().getValues(original).stream()
            .findFirst()
            .orElseGet(
                () -> {
                  String name = new TreeSet<>(child.getValidChildNames()).first();
                  return child
                      .getChildByName(name)
                      .newInstance(child.getInstanceConstructorArguments());
                });
    if (present instanceof Element element) {
      child.getMutator().addValue(parent, of(element, depth + 1));
    }
  }

  private static PrimitiveType<?> withoutValue(
      PrimitiveType<?> value, BaseRuntimeElementDefinition<?> definition) {
    return value instanceof Enumeration<?> code
        ? new Enumeration<>(code.getEnumFactory())
        : (PrimitiveType<?>) definition.newInstance();
  }

  private static Element absent(Element value) {
    value.addExtension(REASON, new CodeType(MASKED));
    return value;
  }

  /** One that says nothing, where there must be one. */
  static Narrative narrative() {
    Narrative narrative = new Narrative();
    narrative.setStatus(Narrative.NarrativeStatus.EMPTY);
    narrative.setDivAsString("<div xmlns=\"http://www.w3.org/1999/xhtml\">Not shown</div>");
    return narrative;
  }
}
