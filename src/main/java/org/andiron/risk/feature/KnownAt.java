package org.andiron.risk.feature;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.MedicationStatement.MedicationStatementStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A record as it could be known at a time: without what was dated, issued or recorded later, and
 * without what changed later in what was there. A date without time of the day in question counts
 * as later. Corrections are kept: what was entered in error never was.
 *
 * <p>A state that may have been changed after the time, and does not say when it was, is taken as
 * it is when such a resource is made: a Condition or medication as active, a stay as going on.
 */
final class KnownAt {

  private static final String CLINICAL_STATUS =
      "http://terminology.hl7.org/CodeSystem/condition-clinical";
  private static final Set<String> ACTIVE = Set.of("active", "recurrence", "relapse");
  private static final Set<MedicationRequestStatus> ORDER_OVER =
      Set.of(
          MedicationRequestStatus.COMPLETED,
          MedicationRequestStatus.STOPPED,
          MedicationRequestStatus.ONHOLD);
  private static final Set<MedicationStatementStatus> INTAKE_OVER =
      Set.of(
          MedicationStatementStatus.COMPLETED,
          MedicationStatementStatus.STOPPED,
          MedicationStatementStatus.ONHOLD);

  private final Instant time;
  private final Recording recording;

  KnownAt(Instant time, Recording recording) {
    this.time = time;
    this.recording = recording;
  }

  /** What could be known of a resource; empty if nothing. */
  Optional<RecordItem> of(RecordItem item) {
    Resource resource = item.resource();
    if (!(resource instanceof Patient)
        && (!isKnown(resource)
            || (recording == Recording.LAST_UPDATE && !wasLeftAlone(resource)))) {
      return Optional.empty();
    }
    Resource seen = asItWas(resource);
    return Optional.of(
        seen == resource
            ? item
            : new RecordItem(item.kind(), item.version(), seen, item.codings()));
  }

  /** The person without what happened since. */
  Patient of(Patient patient) {
    Patient seen = patient.copy();
    seen.setDeceased(null);
    seen.setActiveElement(null);
    seen.setMaritalStatus(null);
    seen.setLink(null);
    seen.getAddress().removeIf(address -> isLater(address.getPeriod().getStartElement()));
    return seen;
  }

  private boolean isKnown(Resource resource) {
    if (resource instanceof Observation observation) {
      return isUntil(EventTime.start(observation)) && !isLater(observation.getIssuedElement());
    }
    if (resource instanceof Condition condition) {
      Optional<TimeSpan> onset = EventTime.begin(condition.getOnset());
      return isDatedUntil(condition, onset, TimeSpan.of(condition.getRecordedDateElement()));
    }
    if (resource instanceof MedicationRequest request) {
      return isDatedUntil(request, EventTime.start(request), Optional.empty());
    }
    if (resource instanceof MedicationStatement statement) {
      return isDatedUntil(
          statement,
          EventTime.begin(statement.getEffective()),
          TimeSpan.of(statement.getDateAssertedElement()));
    }
    if (resource instanceof Procedure procedure) {
      return isUntil(EventTime.start(procedure))
          && EventTime.end(procedure).map(end -> end.isUntil(time)).orElse(true);
    }
    if (resource instanceof FamilyMemberHistory history) {
      return isDatedUntil(history, EventTime.start(history), Optional.empty());
    }
    return isUntil(EventTime.start(resource));
  }

  /** Whether no date is later; if there is none, whether it was there by its last update. */
  private boolean isDatedUntil(
      Resource resource, Optional<TimeSpan> one, Optional<TimeSpan> other) {
    if (one.isEmpty() && other.isEmpty()) {
      return wasLeftAlone(resource);
    }
    return one.map(span -> span.isUntil(time)).orElse(true)
        && other.map(span -> span.isUntil(time)).orElse(true);
  }

  private boolean isUntil(Optional<TimeSpan> span) {
    return span.map(it -> it.isUntil(time)).orElse(false);
  }

  private boolean isLater(@Nullable BaseDateTimeType date) {
    return TimeSpan.of(date).map(span -> !span.isUntil(time)).orElse(false);
  }

  /** Whether the server got it until the time, and nobody changed it since. */
  private boolean wasLeftAlone(Resource resource) {
    Instant updated = FhirTime.instant(resource.getMeta().getLastUpdated());
    return updated != null && !updated.isAfter(time);
  }

  private Resource asItWas(Resource resource) {
    if (resource instanceof Patient patient) {
      return of(patient);
    }
    if (wasLeftAlone(resource)) {
      return resource;
    }
    if (resource instanceof Condition condition) {
      return asItWas(condition);
    }
    if (resource instanceof MedicationRequest request && ORDER_OVER.contains(request.getStatus())) {
      return request.copy().setStatus(MedicationRequestStatus.ACTIVE);
    }
    if (resource instanceof MedicationStatement statement) {
      return asItWas(statement);
    }
    return resource instanceof Encounter encounter ? asItWas(encounter) : resource;
  }

  private Condition asItWas(Condition condition) {
    Optional<TimeSpan> over = EventTime.begin(condition.getAbatement());
    boolean active = ACTIVE.contains(condition.getClinicalStatus().getCodingFirstRep().getCode());
    if (over.map(span -> span.isUntil(time)).orElse(active && !condition.hasAbatement())) {
      return condition;
    }
    Condition seen = condition.copy();
    seen.setAbatement(null);
    if (condition.hasClinicalStatus() && !active) {
      seen.setClinicalStatus(
          new CodeableConcept().addCoding(new Coding(CLINICAL_STATUS, "active", null)));
    }
    return seen;
  }

  private MedicationStatement asItWas(MedicationStatement statement) {
    boolean endsLater =
        statement.getEffective() instanceof Period period && isLater(period.getEndElement());
    boolean over = INTAKE_OVER.contains(statement.getStatus());
    if (!endsLater && !over) {
      return statement;
    }
    MedicationStatement seen = statement.copy();
    if (over) {
      seen.setStatus(MedicationStatementStatus.ACTIVE);
    }
    if (endsLater) {
      seen.getEffectivePeriod().setEnd(null);
    }
    return seen;
  }

  /** A stay that goes on says nothing of how it ends. */
  private Encounter asItWas(Encounter encounter) {
    if (EventTime.end(encounter).map(end -> end.isUntil(time)).orElse(false)) {
      return encounter;
    }
    Encounter seen = encounter.copy();
    if (seen.getStatus() == EncounterStatus.FINISHED) {
      seen.setStatus(EncounterStatus.INPROGRESS);
    }
    seen.getPeriod().setEndElement(new DateTimeType());
    seen.setLength(null);
    seen.setDiagnosis(null);
    seen.setStatusHistory(null);
    seen.setClassHistory(null);
    if (seen.hasHospitalization()) {
      seen.getHospitalization().setDischargeDisposition(null).setDestination(null);
    }
    return seen;
  }
}
