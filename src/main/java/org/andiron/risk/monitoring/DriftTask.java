package org.andiron.risk.monitoring;

import java.time.Instant;
import java.util.Date;
import org.andiron.risk.model.ModelCard;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskPriority;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/** The Task by which somebody is asked to look at a model. It is about no patient. */
final class DriftTask {

  private DriftTask() {}

  static Task of(ModelCard card, Finding finding, Instant at) {
    Task task = new Task();
    task.setStatus(TaskStatus.REQUESTED);
    task.setIntent(TaskIntent.ORDER);
    task.setPriority(TaskPriority.URGENT);
    task.setCode(new CodeableConcept().setText("Review of a risk model"));
    task.setDescription(
        "Risk model %s %s: %s. Look whether the model is still right for what it is given."
            .formatted(card.id(), card.version(), FindingWords.of(finding)));
    task.setFocus(
        new Reference()
            .setIdentifier(new Identifier().setSystem(card.url()).setValue(card.version()))
            .setDisplay(card.title().en() + ' ' + card.version()));
    task.setAuthoredOn(Date.from(at));
    task.setLastModified(Date.from(at));
    task.addPerformerType().setText("administrator");
    return task;
  }
}
