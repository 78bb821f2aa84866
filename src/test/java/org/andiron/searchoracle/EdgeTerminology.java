package org.andiron.searchoracle;

import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;
import org.hl7.fhir.r4.model.ValueSet.FilterOperator;

/** A hierarchy of codes, a system whose codes ignore case, and value sets of both. */
final class EdgeTerminology {

  private EdgeTerminology() {}

  static void addTo(EdgeDraft draft) {
    CodeSystem sites = draft.add(codeSystem(draft.sites(), "Sites", true));
    ConceptDefinitionComponent thorax = concept("thorax");
    ConceptDefinitionComponent lung = concept("lung");
    ConceptDefinitionComponent left = concept("left-lung");
    left.addConcept(concept("upper-lobe"));
    lung.addConcept(left);
    lung.addConcept(concept("right-lung"));
    thorax.addConcept(lung);
    sites.addConcept(thorax).addConcept(concept("liver"));

    draft
        .add(codeSystem(draft.moods(), "Moods", false))
        .addConcept(concept("Calm"))
        .addConcept(concept("Merry"));

    ValueSet lungs = draft.add(valueSet(draft.canonical("ValueSet/lungs"), "Lungs"));
    lungs
        .getCompose()
        .addInclude()
        .setSystem(draft.sites())
        .addFilter()
        .setProperty("concept")
        .setOp(FilterOperator.ISA)
        .setValue("lung");

    ValueSet listed = draft.add(valueSet(draft.canonical("ValueSet/listed"), "Listed"));
    include(listed, draft.sites(), "liver", "left-lung");
    include(listed, draft.moods(), "Calm");
    include(listed, "http://hl7.org/fhir/administrative-gender", "female", "unknown");
    include(listed, "http://hl7.org/fhir/address-use", "home", "work");
    include(listed, "http://hl7.org/fhir/encounter-status", "finished", "planned");
    include(listed, "http://hl7.org/fhir/diagnostic-report-status", "final");
    include(listed, "http://hl7.org/fhir/imagingstudy-status", "available");
    include(listed, "http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB");
    include(listed, "http://dicom.nema.org/resources/ontology/DCM", "CT");
    include(listed, "http://example.org/labels", "R");
    include(listed, "http://example.org/codes", "needs-review");
    include(listed, "urn:ietf:rfc:3986", "urn:oid:1.2.840.10008.5.1.4.1.1.2");
    include(listed, "urn:ietf:bcp:47", "de");
  }

  private static CodeSystem codeSystem(String url, String name, boolean caseSensitive) {
    CodeSystem system = new CodeSystem();
    system.setUrl(url).setName(name).setVersion("1");
    system.setStatus(PublicationStatus.ACTIVE).setContent(CodeSystemContentMode.COMPLETE);
    return system.setCaseSensitive(caseSensitive);
  }

  private static ConceptDefinitionComponent concept(String code) {
    return new ConceptDefinitionComponent().setCode(code).setDisplay("The " + code);
  }

  private static ValueSet valueSet(String url, String name) {
    ValueSet set = new ValueSet();
    set.setUrl(url).setName(name).setVersion("1").setStatus(PublicationStatus.ACTIVE);
    return set;
  }

  private static void include(ValueSet set, String system, String... codes) {
    ConceptSetComponent part = set.getCompose().addInclude().setSystem(system);
    for (String code : codes) {
      part.addConcept().setCode(code);
    }
  }
}
