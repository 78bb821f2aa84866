package org.andiron.risk.feature;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A resource of the record.
 *
 * @param codings what it is about
 */
record RecordItem(
    ResourceKind kind, ResourceVersion version, Resource resource, List<Coding> codings) {

  /** Of any kind but medications, whose codes may be in another resource. */
  static RecordItem of(ResourceKind kind, Resource resource) {
    return new RecordItem(kind, versionOf(resource), resource, codings(resource));
  }

  static ResourceVersion versionOf(Resource resource) {
    String version = resource.getMeta().getVersionId();
    if (version == null) {
      version = resource.getIdElement().getVersionIdPart();
    }
    return new ResourceVersion(resource.fhirType(), resource.getIdElement().getIdPart(), version);
  }

  private static List<Coding> codings(Resource resource) {
    List<Coding> all = new ArrayList<>(3);
    if (resource instanceof Observation observation) {
      add(observation.getCode(), all);
    } else if (resource instanceof Condition condition) {
      add(condition.getCode(), all);
    } else if (resource instanceof Procedure procedure) {
      add(procedure.getCode(), all);
    } else if (resource instanceof Encounter encounter) {
      all.add(encounter.getClass_());
      encounter.getType().forEach(type -> add(type, all));
      add(encounter.getServiceType(), all);
      add(encounter.getPriority(), all);
      add(encounter.getHospitalization().getAdmitSource(), all);
    } else if (resource instanceof FamilyMemberHistory history) {
      history.getCondition().forEach(condition -> add(condition.getCode(), all));
    }
    all.removeIf(coding -> !isCoded(coding));
    return List.copyOf(all);
  }

  /** Whether it has a system and a code; an element that has an extension may have no value. */
  static boolean isCoded(Coding coding) {
    return hasText(coding.getSystem()) && hasText(coding.getCode());
  }

  private static boolean hasText(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  static void add(CodeableConcept concept, List<Coding> sink) {
    sink.addAll(concept.getCoding());
  }
}
