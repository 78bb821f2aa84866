package org.andiron.risk.cds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.feature.WrongPatientException;
import org.andiron.server.CdsRefusedException;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads the record that clients send along. It counts as a whole or not at all: of a part of a
 * record nothing is scored.
 */
final class Prefetch {

  private static final String OUTCOME = "OperationOutcome";

  private final ResourceReading resources;

  Prefetch(ResourceReading resources) {
    this.resources = resources;
  }

  /**
   * Reads what was sent.
   *
   * @return empty if something of it is missing: a key, a further page, the medication that an
   *     order refers to; or if a search failed, as an OperationOutcome tells
   * @throws CdsRefusedException if it is not what the templates ask for, or of another patient
   */
  Optional<PatientRecord> read(HookCall call, List<PrefetchTemplate> templates) {
    for (PrefetchTemplate template : templates) {
      JsonNode value = call.prefetch().path(template.key());
      if (HookCallReader.isAbsent(value) || value.path("resourceType").asText().equals(OUTCOME)) {
        return Optional.empty();
      }
    }
    List<Resource> record = new ArrayList<>();
    for (PrefetchTemplate template : templates) {
      String name = "prefetch." + template.key();
      Resource sent = resources.read(name, call.prefetch().path(template.key()));
      if (template.kind() == ResourceKind.PATIENT) {
        requireType(name, sent, template.kind());
        record.add(sent);
      } else if (!(sent instanceof Bundle found)) {
        throw CdsRefusedException.badRequest(name + " must be a Bundle, as a search gives it.");
      } else if (isPart(found) || !add(name, found, template.kind(), record)) {
        return Optional.empty();
      }
    }
    return hasAllMedications(record) ? Optional.of(of(call.patient(), record)) : Optional.empty();
  }

  private static boolean isPart(Bundle found) {
    return found.getLink(Bundle.LINK_NEXT) != null;
  }

  /** False if the Bundle says that it has not all. */
  private static boolean add(String name, Bundle found, ResourceKind kind, List<Resource> record) {
    for (BundleEntryComponent entry : found.getEntry()) {
      Resource resource = entry.getResource();
      if (resource == null) {
        throw CdsRefusedException.badRequest("Each entry of " + name + " must have a resource.");
      }
      if (resource instanceof OperationOutcome outcome) {
        if (isFailure(outcome)) {
          return false;
        }
      } else {
        if (!(PrefetchTemplate.isMedication(kind) && resource instanceof Medication)) {
          requireType(name, resource, kind);
        }
        record.add(resource);
      }
    }
    return true;
  }

  private static boolean isFailure(OperationOutcome outcome) {
    return outcome.getIssue().stream()
        .anyMatch(
            it ->
                it.getSeverity() == IssueSeverity.ERROR || it.getSeverity() == IssueSeverity.FATAL);
  }

  private static void requireType(String name, Resource resource, ResourceKind kind) {
    if (!resource.fhirType().equals(kind.typeName())) {
      throw CdsRefusedException.badRequest(
          name + " has a " + resource.fhirType() + " where a " + kind.typeName() + " belongs.");
    }
    if (!resource.getIdElement().hasIdPart()) {
      throw CdsRefusedException.badRequest(name + " has a " + kind.typeName() + " without id.");
    }
  }

  private static boolean hasAllMedications(List<Resource> record) {
    Set<String> known = new HashSet<>();
    record.stream()
        .filter(Medication.class::isInstance)
        .forEach(it -> known.add(it.getIdElement().getIdPart()));
    return record.stream().map(Prefetch::referred).allMatch(it -> it == null || known.contains(it));
  }

  /** The id of the Medication to which it refers outside of itself. */
  private static @Nullable String referred(Resource resource) {
    @Nullable Type medication = null;
    if (resource instanceof MedicationRequest request) {
      medication = request.getMedication();
    } else if (resource instanceof MedicationStatement statement) {
      medication = statement.getMedication();
    }
    if (!(medication instanceof Reference reference) || !reference.hasReference()) {
      return null;
    }
    return reference.getReference().startsWith("#")
        ? null
        : String.valueOf(reference.getReferenceElement().getIdPart());
  }

  private static PatientRecord of(String patient, List<Resource> record) {
    try {
      return PatientRecord.of(patient, record);
    } catch (WrongPatientException e) {
      throw ResourceReading.ofOther("prefetch", e.resourceType());
    }
  }
}
