package org.andiron.consent.glass;

import java.util.Date;
import java.util.UUID;
import org.andiron.consent.term.CodeSystems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskPriority;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * The Task by which a privacy officer is asked to look whether breaking the glass was right. It
 * does not have the reason: more people may read tasks than AuditEvents.
 */
final class GlassReview {

  private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";

  private GlassReview() {}

  /**
   * @param user the resource that is the user; empty if there is none
   * @param alert id of the AuditEvent of the opening
   */
  static Task of(String patient, Reference user, UUID alert) {
    Task task = new Task();
    // Nobody sees it for whom patients withhold what is restricted.
    task.getMeta().addSecurity(CodeSystems.CONFIDENTIALITY, "R", "restricted");
    Date now = new Date();
    task.setStatus(TaskStatus.REQUESTED);
    task.setIntent(TaskIntent.ORDER);
    task.setPriority(TaskPriority.URGENT);
    task.setCode(
        new CodeableConcept()
            .addCoding(new Coding(DICOM, "110127", "Emergency Override Started"))
            .setText("Review of an emergency access"));
    task.setDescription(
        "The glass of this patient's record was broken. Look whether that was right: who did it and"
            + " why is in the AuditEvent.");
    task.setFocus(new Reference("Patient/" + patient));
    task.setFor(new Reference("Patient/" + patient));
    task.setAuthoredOn(now);
    task.setLastModified(now);
    if (!user.isEmpty()) {
      task.setRequester(user.copy());
    }
    task.addPerformerType().setText("privacy-officer");
    task.setReasonReference(new Reference("AuditEvent/" + alert));
    return task;
  }
}
