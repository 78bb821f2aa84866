package org.andiron.consent.label;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeHierarchy;
import org.andiron.consent.term.CodeSystems;
import org.andiron.consent.term.Confidentiality;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Resource;

/**
 * What a resource says in codes.
 *
 * @param codes of codings anywhere in it, also in contained resources, in entries and in extensions
 * @param stated labels that it has in other places than its own {@code meta.security}: those of the
 *     entries of a Bundle, of a document that a DocumentReference is about, and the level of a
 *     Composition
 */
record CodedContent(Set<Code> codes, Set<Code> stated) {

  static CodedContent of(FhirContext context, Resource resource) {
    CodedContent content = new CodedContent(new LinkedHashSet<>(), new LinkedHashSet<>());
    content.add(context.newTerser(), resource);
    return content;
  }

  private void add(FhirTerser terser, Resource resource) {
    Set<Coding> passedOver = Collections.newSetFromMap(new IdentityHashMap<>());
    passedOver.addAll(resource.getMeta().getTag());
    passedOver.addAll(resource.getMeta().getSecurity());
    for (Coding coding : terser.getAllPopulatedChildElementsOfType(resource, Coding.class)) {
      if (!passedOver.contains(coding) && coding.hasCode()) {
        codes.add(code(coding));
      }
    }
    stated.addAll(labels(ownStatements(resource)));
    if (resource instanceof Bundle bundle) {
      for (BundleEntryComponent entry : bundle.getEntry()) {
        if (entry.hasResource()) {
          stated.addAll(labels(entry.getResource().getMeta().getSecurity()));
          add(terser, entry.getResource());
        }
      }
    }
  }

  private static List<Coding> ownStatements(Resource resource) {
    List<Coding> found = new ArrayList<>();
    if (resource instanceof DocumentReference document) {
      for (CodeableConcept label : document.getSecurityLabel()) {
        found.addAll(label.getCoding());
      }
    }
    if (resource instanceof Composition composition && composition.hasConfidentiality()) {
      found.add(
          new Coding()
              .setSystem(CodeSystems.CONFIDENTIALITY)
              .setCode(composition.getConfidentiality().toCode()));
    }
    return found;
  }

  /**
   * Sensitivities and levels of confidentiality; other labels are about the copy, not about all.
   */
  private static Set<Code> labels(List<Coding> codings) {
    Set<Code> labels = new LinkedHashSet<>();
    for (Coding coding : codings) {
      if (coding.hasCode()) {
        Code label = code(coding);
        if (Confidentiality.of(label) != null
            || (label.system().equals(CodeSystems.ACT_CODE)
                && CodeHierarchy.isSensitivity(label))) {
          labels.add(label);
        }
      }
    }
    return labels;
  }

  private static Code code(Coding coding) {
    return new Code(coding.hasSystem() ? coding.getSystem() : "", coding.getCode());
  }
}
