package org.andiron.risk.feature;

import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Checks that a resource is of the patient. A reference must name the id, relative or as {@code
 * urn:uuid:}; one to another server is to somebody else, even with the same id.
 */
final class Ownership {

  private final String patientId;

  Ownership(String patientId) {
    if (patientId.isBlank()) {
      throw new IllegalArgumentException("A patient has an id");
    }
    this.patientId = patientId;
  }

  /**
   * Of types that features are taken from.
   *
   * @throws WrongPatientException if the resource is of somebody else, or does not say whose it is
   */
  void check(Resource resource) {
    if (!isOwned(resource)) {
      throw new WrongPatientException(resource.fhirType());
    }
  }

  boolean isOwned(Resource resource) {
    if (resource instanceof Patient patient) {
      return patientId.equals(patient.getIdElement().getIdPart());
    }
    if (resource instanceof Observation observation) {
      return names(observation.getSubject());
    }
    if (resource instanceof Condition condition) {
      return names(condition.getSubject());
    }
    if (resource instanceof MedicationRequest request) {
      return names(request.getSubject());
    }
    if (resource instanceof MedicationStatement statement) {
      return names(statement.getSubject());
    }
    if (resource instanceof Procedure procedure) {
      return names(procedure.getSubject());
    }
    if (resource instanceof Encounter encounter) {
      return names(encounter.getSubject());
    }
    if (resource instanceof FamilyMemberHistory history) {
      return names(history.getPatient());
    }
    return true;
  }

  private boolean names(Reference reference) {
    String text = reference.getReference();
    if (text == null) {
      return false;
    }
    if (text.startsWith("urn:uuid:")) {
      return text.equals(patientId) || text.substring("urn:uuid:".length()).equals(patientId);
    }
    IdType id = new IdType(text);
    return !id.isAbsolute()
        && "Patient".equals(id.getResourceType())
        && patientId.equals(id.getIdPart());
  }
}
