package org.andiron.risk.feature;

import java.time.Instant;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a resource counts as of a time, and when what it tells of was.
 *
 * <p>What was not yet recorded does not count: an Observation issued, or a Condition recorded,
 * after the time asked for; a date without time counts as soon as it is that day somewhere on
 * earth. A Condition or medication without any date of its own is as old as its last update. Of
 * states that change, resources have the present one only; a Condition with a later abatement was
 * still active.
 */
final class OccurrenceReader {

  private static final Set<String> NOT_A_CONDITION = Set.of("refuted", "entered-in-error");
  private static final Set<String> NOT_CONFIRMED =
      Set.of("unconfirmed", "provisional", "differential");
  private static final Set<String> ACTIVE = Set.of("active", "recurrence", "relapse");
  private static final Set<MedicationRequestIntent> NOT_ORDERED =
      Set.of(MedicationRequestIntent.PROPOSAL, MedicationRequestIntent.OPTION);

  private final Instant asOf;

  OccurrenceReader(Instant asOf) {
    this.asOf = asOf;
  }

  Occurrence read(Resource resource, Set<String> statuses) {
    return read(resource, statuses, false);
  }

  /**
   * Reads.
   *
   * @param unconfirmed whether a Condition that is suspected counts
   */
  Occurrence read(Resource resource, Set<String> statuses, boolean unconfirmed) {
    if (resource instanceof Observation observation) {
      return observation(observation, statuses);
    }
    if (resource instanceof Condition condition) {
      return condition(condition, statuses, unconfirmed);
    }
    if (resource instanceof MedicationRequest request) {
      return medicationRequest(request, statuses);
    }
    if (resource instanceof MedicationStatement statement) {
      return medicationStatement(statement, statuses);
    }
    if (resource instanceof Procedure procedure) {
      return counts(statuses, procedure.getStatusElement().getValueAsString())
          ? Occurrence.until(asOf, begin(procedure.getPerformed()))
          : Occurrence.none(IssueCode.STATUS);
    }
    if (resource instanceof Encounter encounter) {
      return counts(statuses, encounter.getStatusElement().getValueAsString())
          ? Occurrence.until(asOf, begin(encounter.getPeriod()))
          : Occurrence.none(IssueCode.STATUS);
    }
    if (resource instanceof FamilyMemberHistory history) {
      return counts(statuses, history.getStatusElement().getValueAsString())
          ? Occurrence.until(
              asOf, firstOf(FhirTime.asOf(history.getDateElement(), asOf), lastUpdate(history)))
          : Occurrence.none(IssueCode.STATUS);
    }
    return Occurrence.at(asOf); // a Patient has no time
  }

  private Occurrence observation(Observation observation, Set<String> statuses) {
    if (!counts(statuses, observation.getStatusElement().getValueAsString())) {
      return Occurrence.none(IssueCode.STATUS);
    }
    if (observation.hasIssued() && FhirTime.isAfter(observation.getIssuedElement(), asOf)) {
      return Occurrence.none(IssueCode.FUTURE);
    }
    Type effective = observation.getEffective();
    Instant time =
        effective instanceof InstantType instant
            ? FhirTime.instant(instant)
            : effective instanceof Period period
                ? firstOf(FhirTime.asOf(period.getEndElement(), asOf), begin(period))
                : begin(effective);
    return Occurrence.until(asOf, time);
  }

  private Occurrence condition(Condition condition, Set<String> statuses, boolean unconfirmed) {
    String verification = code(condition.getVerificationStatus());
    if (verification != null && NOT_A_CONDITION.contains(verification)) {
      return Occurrence.none(
          verification.equals("refuted") ? IssueCode.UNVERIFIED : IssueCode.STATUS);
    }
    if (!unconfirmed && verification != null && NOT_CONFIRMED.contains(verification)) {
      return Occurrence.none(IssueCode.UNVERIFIED);
    }
    Instant onset = begin(condition.getOnset());
    Instant recorded = FhirTime.asOf(condition.getRecordedDateElement(), asOf);
    Instant known = firstOf(recorded, onset, lastUpdate(condition));
    if (known != null && known.isAfter(asOf)) {
      return Occurrence.none(IssueCode.FUTURE);
    }
    Occurrence occurrence = Occurrence.until(asOf, firstOf(onset, known));
    return occurrence.issue() != null || counts(statuses, clinicalStatus(condition))
        ? occurrence
        : Occurrence.none(IssueCode.STATUS);
  }

  /** As it was at the time asked for, if the abatement tells; null if there is none. */
  private @Nullable String clinicalStatus(Condition condition) {
    String present = code(condition.getClinicalStatus());
    Instant abatement = end(condition.getAbatement());
    if (abatement == null) {
      return present;
    }
    boolean over = !abatement.isAfter(asOf);
    boolean activeNow = present == null || ACTIVE.contains(present);
    if (over) {
      return activeNow ? "resolved" : present;
    }
    return activeNow ? present : "active";
  }

  private Occurrence medicationRequest(MedicationRequest request, Set<String> statuses) {
    if (Boolean.TRUE.equals(request.getDoNotPerformElement().getValue())
        || NOT_ORDERED.stream().anyMatch(it -> it == request.getIntent())
        || !counts(statuses, request.getStatusElement().getValueAsString())) {
      return Occurrence.none(IssueCode.STATUS);
    }
    Period validity = request.getDispenseRequest().getValidityPeriod();
    if (isOver(validity)) {
      return Occurrence.none(IssueCode.STATUS);
    }
    return Occurrence.until(
        asOf, firstOf(FhirTime.asOf(request.getAuthoredOnElement(), asOf), lastUpdate(request)));
  }

  private Occurrence medicationStatement(MedicationStatement statement, Set<String> statuses) {
    if (!counts(statuses, statement.getStatusElement().getValueAsString())
        || (statement.getEffective() instanceof Period period && isOver(period))) {
      return Occurrence.none(IssueCode.STATUS);
    }
    Instant begin = begin(statement.getEffective());
    return Occurrence.until(
        asOf,
        firstOf(
            begin, FhirTime.asOf(statement.getDateAssertedElement(), asOf), lastUpdate(statement)));
  }

  private boolean isOver(Period period) {
    Instant end = FhirTime.end(period);
    return end != null && end.isBefore(asOf) && !FhirTime.isSameDay(period.getEndElement(), asOf);
  }

  /** Whether a status counts; one that is not given does. */
  private static boolean counts(Set<String> statuses, @Nullable String status) {
    return status == null || statuses.contains(status);
  }

  private static @Nullable String code(CodeableConcept concept) {
    return concept.getCoding().isEmpty() ? null : concept.getCodingFirstRep().getCode();
  }

  private @Nullable Instant begin(@Nullable Type when) {
    if (when instanceof DateTimeType date) {
      return FhirTime.asOf(date, asOf);
    }
    return when instanceof Period period ? FhirTime.asOf(period.getStartElement(), asOf) : null;
  }

  /** In UTC: what ends today is not over everywhere. */
  private static @Nullable Instant end(@Nullable Type when) {
    if (when instanceof DateTimeType date) {
      return FhirTime.instant(date);
    }
    return when instanceof Period period ? FhirTime.instant(period.getStartElement()) : null;
  }

  private static @Nullable Instant lastUpdate(Resource resource) {
    return FhirTime.instant(resource.getMeta().getLastUpdated());
  }

  private static @Nullable Instant firstOf(@Nullable Instant... instants) {
    for (Instant instant : instants) {
      if (instant != null) {
        return instant;
      }
    }
    return null;
  }
}
