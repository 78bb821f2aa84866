package org.andiron.risk.trainingjob;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.RawQuery;

/** Records in the audit log who had a model trained, of whom, and what came of it. */
final class TrainingEvents {

  private final AuditTrail trail;

  TrainingEvents(AuditTrail trail) {
    this.trail = trail;
  }

  /** That it begins, or goes on after an interruption. */
  void begins(String job, TrainingOrder order) {
    trail.record(event(job, order, Map.of("action", "begin", "definition", order.file())).build());
  }

  /** Whose records are about to be used: returns when that is recorded. */
  void uses(String job, TrainingOrder order, Set<String> patients) {
    if (!patients.isEmpty()) {
      trail.record(event(job, order, Map.of()).patients(patients).build());
    }
  }

  /** What came of it. What is registered has an event of its own besides. */
  void ends(String job, TrainingOrder order, TrainingReport report) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("action", "end");
    details.put("model", report.model());
    details.put("version", report.version());
    details.put("result", report.refusal() == null ? report.state() : "nothing registered");
    Optional.ofNullable(report.digest()).ifPresent(it -> details.put("digest", it));
    Optional.ofNullable(report.data()).ifPresent(it -> details.put("data", it));
    trail.record(event(job, order, details).build());
  }

  /** That it was ended before it was done. */
  void cancelled(String job, TrainingOrder order) {
    trail.record(event(job, order, Map.of("action", "end", "result", "cancelled")).build());
  }

  private AuditedEvent.Builder event(String job, TrainingOrder order, Map<String, String> details) {
    return trail
        .event(EventKind.RISK_TRAINING)
        .query(new RawQuery(order.url(), order.cohort()))
        .data(DataObject.job(job).detailed(details));
  }
}
