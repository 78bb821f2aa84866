package org.andiron.consent.proof;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;

/**
 * Parts of resources that say of themselves that they are about psychiatry: notes, and components
 * of Observations.
 *
 * @see <a href="https://hl7.org/fhir/uv/security-label-ds4p/STU1/">DS4P, inline labels</a>
 */
final class LabelledParts {

  private static final String LABEL =
      "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label";
  private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

  private LabelledParts() {}

  static <T extends Element> T labelled(T part) {
    part.addExtension(LABEL, new Coding(ACT_CODE, "PSY", null));
    return part;
  }

  /** Tokens in such parts, and in the narrative, which is not shown without them. */
  static Set<String> marks(Resource resource) {
    Set<String> marks = new LinkedHashSet<>(Marks.in(Marks.text(resource)));
    Resource rest = resource.copy();
    strip(rest);
    Judge.entries(rest).forEach(LabelledParts::strip);
    marks.removeAll(Marks.in(Marks.text(rest)));
    return marks;
  }

  private static void strip(Resource resource) {
    if (resource instanceof DomainResource whole) {
      whole.setText(null);
    }
    if (resource instanceof Observation observation) {
      observation.getComponent().removeIf(LabelledParts::isLabelled);
    }
    notes(resource).removeIf(LabelledParts::isLabelled);
  }

  /** Where resources of the worlds may have labelled notes. */
  static List<Annotation> notes(Resource resource) {
    if (resource instanceof Observation observation) {
      return observation.getNote();
    }
    return resource instanceof Condition condition ? condition.getNote() : new ArrayList<>();
  }

  private static boolean isLabelled(Element part) {
    return part.hasExtension(LABEL);
  }
}
