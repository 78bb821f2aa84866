package org.andiron.risk.operation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.FailureReason;
import org.andiron.audit.event.ModelVersion;
import org.andiron.audit.event.Outcome;
import org.andiron.audit.event.RawQuery;
import org.andiron.risk.assessment.ModelResources;
import org.andiron.risk.assessment.Score;

/**
 * What is recorded of one scoring: each score with its model, also where it gives no answer, which
 * tells what is in the record; and each patient who refuses, of whose record nothing is told.
 */
final class ScoreEvents {

  private static final Map<String, String> SHOWN = Map.of();
  private static final Map<String, String> NOT_SHOWN = Map.of("shown", "no");

  private final AuditTrail trail;
  private final RawQuery asked;
  private final AuditedEvent.Builder event;
  private final Map<String, List<ConsentBasis>> permitting = new HashMap<>();
  private final List<AuditedEvent> events = new ArrayList<>();

  /**
   * @param permitting under what patients are scored
   */
  ScoreEvents(AuditTrail trail, RawQuery asked, List<ConsentBasis> permitting) {
    this.trail = trail;
    this.asked = asked;
    this.event = trail.event(EventKind.RISK_SCORE).query(asked);
    permitting.forEach(
        it -> this.permitting.computeIfAbsent(it.patient(), id -> new ArrayList<>()).add(it));
  }

  void scored(String patient, ScoredPatient scored) {
    scored.scores().forEach(it -> add(patient, Optional.empty(), it, SHOWN));
    scored.beside().forEach(it -> add(patient, Optional.empty(), it, NOT_SHOWN));
  }

  void scored(SentRecord sent, ScoredPatient scored) {
    scored.scores().forEach(it -> add(sent.patient(), sent.elsewhere(), it, SHOWN));
  }

  /** No model and no input: nothing was computed. */
  void refused(String patient, List<ConsentBasis> denying) {
    events.add(
        trail
            .event(EventKind.RISK_SCORE)
            .query(asked)
            .outcome(Outcome.failure(FailureReason.WITHHELD_BY_CONSENT))
            .patients(Set.of(patient))
            .data(DataObject.resource("Patient/" + patient))
            .consents(denying)
            .build());
  }

  private void add(
      String patient, Optional<String> elsewhere, Score score, Map<String, String> shown) {
    Map<String, String> details = new TreeMap<>(shown);
    details.put("model-digest", score.model().content().digest());
    details.put("input-hash", score.inputHash());
    events.add(
        event
            .patients(elsewhere.isPresent() ? Set.of() : Set.of(patient))
            .data(
                elsewhere
                    .map(DataObject::named)
                    .orElseGet(() -> DataObject.resource("Patient/" + patient))
                    .detailed(details))
            .consents(permitting.getOrDefault(patient, List.of()))
            .model(
                new ModelVersion(
                    "Device/" + new ModelResources(score.model()).id(), score.card().version()))
            .build());
  }

  void record() {
    trail.recordAll(events);
  }
}
