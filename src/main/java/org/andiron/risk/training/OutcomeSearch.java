package org.andiron.risk.training;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.andiron.risk.feature.ExtractedFeature;
import org.andiron.risk.feature.FeatureExtractor;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.RecordedEvent;
import org.andiron.risk.feature.TimeSpan;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.model.FeatureValue;
import org.jspecify.annotations.Nullable;

/** Finds what came strictly after an index time, until the horizon. */
final class OutcomeSearch {

  /**
   * What came.
   *
   * @param excluded why it cannot be said, null if it can
   */
  record Finding(OptionalDouble value, @Nullable ExclusionReason excluded) {

    static Finding of(double value) {
      return new Finding(OptionalDouble.of(value), null);
    }

    static Finding none(ExclusionReason reason) {
      return new Finding(OptionalDouble.empty(), reason);
    }
  }

  private final TrainingOutcome outcome;
  private final FollowUp followUp;
  private final @Nullable FeatureExtractor measured;

  OutcomeSearch(TrainingOutcome outcome, FollowUp followUp, UnitConverter converter) {
    this.outcome = outcome;
    this.followUp = followUp;
    this.measured =
        outcome.rule() instanceof TrainingOutcome.Measured rule
            ? new FeatureExtractor(rule.value(), converter)
            : null;
  }

  /** What came of a patient who was alive at the index time. */
  Finding find(PatientRecord record, Person person, Instant index) {
    Instant end = outcome.end(index);
    if (outcome.rule() instanceof TrainingOutcome.Event rule) {
      return event(rule, record, person, index, end);
    }
    if (measured == null) {
      throw new IllegalStateException("an outcome comes or is measured");
    }
    return measured.extract(record.between(index, end), end).features().stream()
        .map(ExtractedFeature::found)
        .flatMap(Optional::stream)
        .filter(FeatureValue.Quantity.class::isInstance)
        .map(value -> Finding.of(((FeatureValue.Quantity) value).value()))
        .findFirst()
        .orElse(Finding.none(ExclusionReason.NO_VALUE));
  }

  private Finding event(
      TrainingOutcome.Event rule, PatientRecord record, Person person, Instant index, Instant end) {
    List<RecordedEvent> events =
        rule.events().stream().flatMap(event -> event.in(record).stream()).toList();
    if (events.stream().anyMatch(event -> isWithin(event.start(), index, end))) {
      return Finding.of(1);
    }
    if (events.stream().anyMatch(event -> mayBeEither(event.start(), index))) {
      return Finding.none(ExclusionReason.OUTCOME_UNDATED);
    }
    if (person.death().filter(death -> !death.isAfter(end)).isPresent()) {
      return switch (rule.death()) {
        case EVENT -> Finding.of(1);
        case NO_EVENT -> Finding.of(0);
        case EXCLUDE -> Finding.none(ExclusionReason.COMPETING_DEATH);
      };
    }
    boolean followed =
        followUp.lost() == FollowUp.Lost.NO_EVENT
            || record.contacts().map(span -> !span.last().isBefore(end)).orElse(false);
    return followed ? Finding.of(0) : Finding.none(ExclusionReason.LOST);
  }

  private static boolean isWithin(@Nullable TimeSpan start, Instant index, Instant end) {
    return start != null && start.isAfter(index) && !start.isAfter(end);
  }

  private static boolean mayBeEither(@Nullable TimeSpan start, Instant index) {
    return start == null || (!start.isAfter(index) && !start.isUntil(index));
  }
}
