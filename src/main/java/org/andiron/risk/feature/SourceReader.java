package org.andiron.risk.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.andiron.risk.model.FeatureValue;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** Reads of one resource what it says of a feature. */
final class SourceReader {

  private static final FeatureValue PRESENT = new FeatureValue.Truth(true);

  private final ValueReader values;

  SourceReader(UnitConverter converter) {
    this.values = new ValueReader(converter);
  }

  void read(
      FeatureDefinition feature,
      Source source,
      RecordItem item,
      Moment moment,
      List<Reading> sink,
      IssueLog issues) {
    if (!holds(source.where(), item)) {
      return;
    }
    Occurrence occurrence =
        new OccurrenceReader(moment.asOf())
            .read(item.resource(), source.statuses(), source.unconfirmed());
    IssueCode reason = occurrence.issue();
    Instant time = occurrence.time();
    if (reason != null || time == null) {
      issues.add(reason == null ? IssueCode.UNDATED : reason, item.version());
      return;
    }
    Moment.Place place =
        item.kind() == ResourceKind.PATIENT
            ? Moment.Place.INSIDE
            : moment.place(feature.window(), item, time);
    if (place != Moment.Place.INSIDE) {
      if (place == Moment.Place.TOO_EARLY) {
        issues.add(IssueCode.STALE, item.version());
      }
      return;
    }
    if (isAmbiguous(source, item)) {
      issues.add(IssueCode.AMBIGUOUS_CODE, item.version());
      return;
    }
    for (ReadValue read : values(feature, source, item, moment)) {
      if (read.issue() != null) {
        issues.add(read.issue(), item.version());
      }
      if (read.value() != null) {
        sink.add(new Reading(item.version(), time, read.value(), read.unit()));
      }
    }
  }

  /** Whether it is a medication of which nobody can tell what it is. */
  static boolean isUnresolved(RecordItem item) {
    if (!item.codings().isEmpty()) {
      return false;
    }
    return item.resource() instanceof MedicationRequest request
        ? request.hasMedicationReference()
        : item.resource() instanceof MedicationStatement statement
            && statement.hasMedicationReference();
  }

  static boolean holds(@Nullable ResourcePath where, RecordItem item) {
    if (where == null) {
      return true;
    }
    List<Base> result = where.evaluate(item.resource());
    return result.size() == 1
        && result.get(0) instanceof BooleanType truth
        && Boolean.TRUE.equals(truth.getValue());
  }

  private static boolean isAmbiguous(Source source, RecordItem item) {
    if (source.except().isEmpty()) {
      return false;
    }
    for (Coding coding : item.codings()) {
      if (source.except().contains(coding.getSystem(), coding.getCode())) {
        return true;
      }
    }
    return false;
  }

  private List<ReadValue> values(
      FeatureDefinition feature, Source source, RecordItem item, Moment moment) {
    if (feature.aggregation() == Aggregation.STAY_LENGTH && moment.stay() != null) {
      return List.of(ReadValue.of(new FeatureValue.Quantity(moment.stay().days())));
    }
    if (source.category() != null && !(item.resource() instanceof Observation)) {
      return List.of(ReadValue.of(new FeatureValue.Category(source.category())));
    }
    boolean presence =
        feature.aggregation() == Aggregation.COUNT
            || feature.aggregation() == Aggregation.TIME_SINCE;
    if (source.value() != null) {
      List<ReadValue> read = new ArrayList<>();
      for (Base element : source.value().evaluate(item.resource())) {
        read.add(values.read(element, feature, source));
      }
      return read;
    }
    if (item.resource() instanceof Observation observation) {
      return observed(feature, source, observation, presence);
    }
    return List.of(ReadValue.of(PRESENT));
  }

  private List<ReadValue> observed(
      FeatureDefinition feature, Source source, Observation observation, boolean presence) {
    if (observation.hasDataAbsentReason()) {
      return List.of(ReadValue.rejected(IssueCode.DATA_ABSENT));
    }
    if (presence) {
      return List.of(ReadValue.of(PRESENT));
    }
    if (source.components().isEmpty()) {
      return List.of(
          source.category() == null
              ? read(feature, source, observation.getValue())
              : ReadValue.of(new FeatureValue.Category(source.category())));
    }
    List<ReadValue> read = new ArrayList<>();
    for (ObservationComponentComponent component : observation.getComponent()) {
      if (isMeant(component, source.components())) {
        read.add(
            component.hasDataAbsentReason()
                ? ReadValue.rejected(IssueCode.DATA_ABSENT)
                : read(feature, source, component.getValue()));
      }
    }
    return read;
  }

  private ReadValue read(FeatureDefinition feature, Source source, @Nullable Type value) {
    if (value == null || (source.category() != null && !isSimple(value))) {
      return ReadValue.rejected(IssueCode.NO_VALUE);
    }
    return source.category() == null
        ? values.read(value, feature, source)
        : ReadValue.of(new FeatureValue.Category(source.category()));
  }

  /** Ranges, ratios and the like are the value of no feature, and are not always read. */
  private static boolean isSimple(Type value) {
    return value.isPrimitive() || value instanceof Quantity || value instanceof CodeableConcept;
  }

  private static boolean isMeant(ObservationComponentComponent component, CodeSet codes) {
    return component.getCode().getCoding().stream()
        .anyMatch(
            coding ->
                RecordItem.isCoded(coding) && codes.contains(coding.getSystem(), coding.getCode()));
  }
}
