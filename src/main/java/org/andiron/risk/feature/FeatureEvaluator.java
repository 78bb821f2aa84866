package org.andiron.risk.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.risk.model.FeatureValue;
import org.jspecify.annotations.Nullable;

/** Finds one feature: recorded, derived, assumed, or missing. */
final class FeatureEvaluator {

  private final SourceReader sources;
  private final Aggregator aggregator;

  FeatureEvaluator(SourceReader sources, UnitConverter converter) {
    this.sources = sources;
    this.aggregator = new Aggregator(converter);
  }

  /**
   * Evaluates.
   *
   * @param earlier the features from which this one may be derived
   */
  ExtractedFeature evaluate(
      FeatureDefinition feature,
      Candidates candidates,
      PatientRecord record,
      Moment moment,
      Map<String, ExtractedFeature> earlier) {
    Derivation derivation = feature.derivation();
    if (derivation == null) {
      return feature.kind() == FeatureKind.AGE
          ? age(feature, record, moment)
          : recorded(feature, candidates, moment);
    }
    if (feature.sources().isEmpty()) {
      return orAssumed(derived(feature, derivation, earlier));
    }
    ExtractedFeature recorded = recorded(feature, candidates, moment);
    if (!derivation.preferred() && recorded.value() != null && !recorded.assumed()) {
      return recorded;
    }
    ExtractedFeature derived = derived(feature, derivation, earlier);
    boolean unreadable = derived.missing() != null && !derived.mayBeTakenAsAbsent();
    boolean nothingRecorded = recorded.assumed() || recorded.mayBeTakenAsAbsent();
    return derived.value() != null || (unreadable && nothingRecorded) ? derived : recorded;
  }

  private ExtractedFeature age(FeatureDefinition feature, PatientRecord record, Moment moment) {
    ResourceVersion patient = RecordItem.versionOf(record.patient());
    IssueLog issues = new IssueLog();
    ReadValue read = AgeReader.read(record.patient(), feature, moment.asOf());
    if (read.issue() != null) {
      issues.add(read.issue(), patient);
    }
    if (read.value() == null) {
      return missing(feature, MissingReason.UNUSABLE, issues);
    }
    return present(feature, read.value(), null, Set.of(patient), false, issues);
  }

  private ExtractedFeature recorded(
      FeatureDefinition feature, Candidates candidates, Moment moment) {
    IssueLog issues = new IssueLog();
    if (moment.lacksStayFor(feature.window())) {
      return missing(feature, MissingReason.NO_STAY, issues);
    }
    List<Reading> readings = new ArrayList<>();
    boolean timeless = true;
    for (Source source : feature.sources()) {
      timeless &= source.resource() == ResourceKind.PATIENT;
      for (RecordItem item : candidates.of(source)) {
        sources.read(feature, source, item, moment, readings, issues);
      }
      noteUnresolved(source, candidates, issues);
    }
    if (readings.isEmpty()) {
      return orAssumed(missing(feature, reason(issues), issues));
    }
    issues.drop(IssueCode.STALE); // older ones beside what is found
    Aggregate aggregate = aggregator.aggregate(feature, readings, moment.asOf());
    List<ResourceVersion> used =
        aggregate.used().stream().map(Reading::from).distinct().sorted().toList();
    if (aggregate.value() == null) {
      MissingReason reason = Objects.requireNonNull(aggregate.missing());
      if (reason == MissingReason.CONTRADICTORY) {
        issues.addAll(IssueCode.CONTRADICTORY, used);
      }
      return missing(feature, reason, issues);
    }
    Instant date = timeless ? null : Aggregator.date(aggregate.used());
    Set<ResourceVersion> basis = new TreeSet<>(candidates.record().withMedications(used));
    return present(feature, aggregate.value(), date, basis, false, issues)
        .in(units(aggregate.used()));
  }

  private static List<String> units(List<Reading> used) {
    return used.stream().map(Reading::unit).filter(Objects::nonNull).distinct().sorted().toList();
  }

  private static void noteUnresolved(Source source, Candidates candidates, IssueLog issues) {
    if (source.resource() == ResourceKind.MEDICATION_REQUEST
        || source.resource() == ResourceKind.MEDICATION_STATEMENT) {
      for (RecordItem item : candidates.record().items(source.resource())) {
        if (SourceReader.isUnresolved(item)) {
          issues.add(IssueCode.UNRESOLVED_REFERENCE, item.version());
        }
      }
    }
  }

  private static MissingReason reason(IssueLog issues) {
    if (issues.hasUnreadable()) {
      return MissingReason.UNUSABLE;
    }
    return issues.has(IssueCode.STALE) ? MissingReason.STALE : MissingReason.ABSENT;
  }

  private static ExtractedFeature derived(
      FeatureDefinition feature, Derivation derivation, Map<String, ExtractedFeature> earlier) {
    List<ExtractedFeature> inputs = new ArrayList<>();
    List<Optional<FeatureValue>> values = new ArrayList<>();
    for (String name : derivation.of()) {
      ExtractedFeature input = Objects.requireNonNull(earlier.get(name));
      inputs.add(input);
      values.add(input.found());
    }
    IssueLog issues = new IssueLog();
    Set<ResourceVersion> basis = new TreeSet<>();
    Instant date = null;
    boolean assumed = false;
    for (ExtractedFeature input : inputs) {
      basis.addAll(input.basis());
      assumed |= input.assumed();
      date = later(date, input.date());
      input.issues().forEach(issue -> issues.addAll(issue.code(), issue.resources()));
    }
    Optional<FeatureValue> value = value(derivation, inputs, values);
    if (value.isEmpty()) {
      return missing(feature, reasonOf(inputs), issues);
    }
    Measure measure = feature.measure();
    if (value.get() instanceof FeatureValue.Quantity quantity
        && measure != null
        && !measure.plausible().contains(quantity.value())) {
      issues.addAll(IssueCode.IMPLAUSIBLE, List.copyOf(basis));
      return missing(feature, MissingReason.UNUSABLE, issues);
    }
    return present(feature, value.get(), date, basis, assumed, issues);
  }

  /** Why nothing can be derived. */
  private static MissingReason reasonOf(List<ExtractedFeature> inputs) {
    MissingReason reason = MissingReason.INPUT_MISSING;
    for (ExtractedFeature input : inputs) {
      if (input.missing() == MissingReason.NO_STAY && reason.isAbsence()) {
        reason = MissingReason.NO_STAY;
      } else if (input.missing() != null
          && input.missing() != MissingReason.NO_STAY
          && !input.missing().isAbsence()) {
        reason = MissingReason.UNUSABLE;
      }
    }
    return reason;
  }

  /**
   * The value, if it is the same whatever those inputs are of which something is recorded that
   * cannot be read. All functions that do without an input are monotone in it.
   */
  private static Optional<FeatureValue> value(
      Derivation derivation, List<ExtractedFeature> inputs, List<Optional<FeatureValue>> values) {
    List<Optional<FeatureValue>> atMost = new ArrayList<>(values);
    List<Optional<FeatureValue>> atLeast = new ArrayList<>(values);
    for (int i = 0; i < inputs.size(); i++) {
      ExtractedFeature input = inputs.get(i);
      if (input.value() == null
          && !input.mayBeTakenAsAbsent()
          && input.definition().kind() == FeatureKind.TRUTH) {
        atMost.set(i, Optional.of(new FeatureValue.Truth(true)));
        atLeast.set(i, Optional.of(new FeatureValue.Truth(false)));
      }
    }
    DerivedFeature function = derivation.function();
    Optional<FeatureValue> value = function.derive(atMost, derivation.parameters());
    return value.equals(function.derive(atLeast, derivation.parameters()))
        ? value
        : Optional.empty();
  }

  /** What is assumed of a feature of which nothing is recorded. */
  private static ExtractedFeature orAssumed(ExtractedFeature feature) {
    return feature.mayBeTakenAsAbsent()
            && feature.definition().absence() instanceof Absence.Assumed absence
        ? new ExtractedFeature(
            feature.definition(),
            absence.value(),
            null,
            null,
            List.of(),
            true,
            false,
            feature.issues(),
            List.of())
        : feature;
  }

  private static ExtractedFeature missing(
      FeatureDefinition feature, MissingReason reason, IssueLog issues) {
    return new ExtractedFeature(
        feature, null, reason, null, List.of(), false, false, issues.issues(), List.of());
  }

  private static ExtractedFeature present(
      FeatureDefinition feature,
      FeatureValue value,
      @Nullable Instant date,
      Set<ResourceVersion> basis,
      boolean assumed,
      IssueLog issues) {
    Measure measure = feature.measure();
    boolean outside =
        measure != null
            && measure.trained() != null
            && value instanceof FeatureValue.Quantity quantity
            && !measure.trained().contains(quantity.value());
    List<ResourceVersion> used = List.copyOf(basis);
    if (outside) {
      issues.addAll(IssueCode.OUT_OF_DISTRIBUTION, used);
    }
    return new ExtractedFeature(
        feature, value, null, date, used, assumed, outside, issues.issues(), List.of());
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }
}
