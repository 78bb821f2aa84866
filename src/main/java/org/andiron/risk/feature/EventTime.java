package org.andiron.risk.feature;

import java.util.Optional;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * When what a resource tells of began and ended, by the dates that are its own. The last update is
 * none of them: it tells when a server got the resource.
 */
final class EventTime {

  private EventTime() {}

  /** When it was, or began. */
  static Optional<TimeSpan> start(Resource resource) {
    if (resource instanceof Observation observation) {
      return observed(observation.getEffective());
    }
    if (resource instanceof Condition condition) {
      return begin(condition.getOnset()).or(() -> TimeSpan.of(condition.getRecordedDateElement()));
    }
    if (resource instanceof Encounter encounter) {
      return TimeSpan.of(encounter.getPeriod().getStartElement());
    }
    if (resource instanceof Procedure procedure) {
      return begin(procedure.getPerformed());
    }
    if (resource instanceof MedicationRequest request) {
      return TimeSpan.of(request.getAuthoredOnElement());
    }
    if (resource instanceof MedicationStatement statement) {
      return begin(statement.getEffective())
          .or(() -> TimeSpan.of(statement.getDateAssertedElement()));
    }
    return resource instanceof FamilyMemberHistory history
        ? TimeSpan.of(history.getDateElement())
        : Optional.empty();
  }

  /** When it ended, if it says so. */
  static Optional<TimeSpan> end(Resource resource) {
    if (resource instanceof Encounter encounter) {
      return TimeSpan.of(encounter.getPeriod().getEndElement());
    }
    return resource instanceof Procedure procedure
            && procedure.getPerformed() instanceof Period period
        ? TimeSpan.of(period.getEndElement())
        : Optional.empty();
  }

  /** The beginning of a date or a period. */
  static Optional<TimeSpan> begin(@Nullable Type when) {
    if (when instanceof DateTimeType date) {
      return TimeSpan.of(date);
    }
    return when instanceof Period period ? TimeSpan.of(period.getStartElement()) : Optional.empty();
  }

  /** As {@link OccurrenceReader}: what was measured over a period is known at its end. */
  private static Optional<TimeSpan> observed(@Nullable Type effective) {
    if (effective instanceof InstantType instant) {
      return TimeSpan.of((BaseDateTimeType) instant);
    }
    return effective instanceof Period period
        ? TimeSpan.of(period.getEndElement()).or(() -> TimeSpan.of(period.getStartElement()))
        : begin(effective);
  }
}
