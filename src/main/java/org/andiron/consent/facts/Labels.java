package org.andiron.consent.facts;

import java.util.LinkedHashSet;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;

/**
 * Security labels as they are written. One that cannot be read stays, as a code that nobody knows:
 * a label of which nobody can say what it means is a sensitivity.
 *
 * @see <a href="http://hl7.org/fhir/uv/security-label-ds4p/inline_security_labels.html">Inline
 *     security labels</a>
 */
final class Labels {

  /** The label of an element. */
  static final String INLINE =
      "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label";

  private static final Code UNREADABLE = new Code("", "");

  private Labels() {}

  /** Labels of a whole resource. */
  static Set<Code> of(Resource resource) {
    Set<Code> labels = new LinkedHashSet<>();
    if (resource.hasMeta() && resource.getMeta().hasSecurity()) {
      for (Coding label : resource.getMeta().getSecurity()) {
        labels.add(code(label));
      }
    }
    if (resource instanceof DomainResource domain && domain.hasExtension()) {
      domain.getExtension().forEach(it -> addInline(it, labels));
    }
    return labels;
  }

  /** Labels of an element alone. */
  static Set<Code> of(Element element) {
    if (!element.hasExtension()) {
      return Set.of();
    }
    Set<Code> labels = new LinkedHashSet<>();
    element.getExtension().forEach(it -> addInline(it, labels));
    return labels;
  }

  private static void addInline(Extension extension, Set<Code> labels) {
    if (!INLINE.equals(extension.getUrl())) {
      return;
    }
    Type value = extension.getValue();
    if (value instanceof Coding coding) {
      labels.add(code(coding));
    } else if (value instanceof CodeableConcept concept && concept.hasCoding()) {
      concept.getCoding().forEach(it -> labels.add(code(it)));
    } else {
      labels.add(UNREADABLE);
    }
  }

  /** A coding as a code, with an empty text for what it does not state. */
  static Code code(Coding coding) {
    return new Code(
        coding.hasSystem() ? coding.getSystem() : "", coding.hasCode() ? coding.getCode() : "");
  }
}
