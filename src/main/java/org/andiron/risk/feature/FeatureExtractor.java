package org.andiron.risk.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.andiron.risk.model.FeatureValue;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the features of one model. The same for training and for scoring; a pure function of the
 * record and the time, whatever the order of the resources, the machine and its time zone.
 * Thread-safe.
 */
public final class FeatureExtractor {

  private final FeatureSet features;
  private final Map<ResourceKind, CodeIndex<Source>> byCode = new EnumMap<>(ResourceKind.class);
  private final FeatureEvaluator evaluator;

  /** Prepares the extraction. */
  public FeatureExtractor(FeatureSet features, UnitConverter converter) {
    this.features = features;
    this.evaluator = new FeatureEvaluator(new SourceReader(converter), converter);
    for (FeatureDefinition feature : features.evaluated()) {
      for (Source source : feature.sources()) {
        if (!source.codes().isEmpty()) {
          byCode
              .computeIfAbsent(source.resource(), unused -> new CodeIndex<>())
              .file(source.codes(), source);
        }
      }
    }
  }

  /** The features that are extracted. */
  public FeatureSet features() {
    return features;
  }

  /**
   * Extracts the features.
   *
   * @param asOf what was later, or recorded later, is not used
   */
  public Extraction extract(PatientRecord record, Instant asOf) {
    Set<Refusal> refusals = RefusalCheck.check(record.patient(), asOf);
    if (!refusals.isEmpty()) {
      return refused(asOf, refusals);
    }
    Moment moment = new Moment(asOf, stay(record, asOf));
    Candidates candidates = candidates(record);
    Map<String, ExtractedFeature> found = new LinkedHashMap<>();
    for (FeatureDefinition feature : features.evaluated()) {
      found.put(feature.name(), evaluator.evaluate(feature, candidates, record, moment, found));
    }
    if (features.contradictions().stream().anyMatch(contradiction -> holds(contradiction, found))) {
      return refused(asOf, Set.of(Refusal.CONTRADICTORY));
    }
    List<ExtractedFeature> asked = new ArrayList<>();
    for (FeatureDefinition feature : features.features()) {
      asked.add(Objects.requireNonNull(found.get(feature.name())));
    }
    return new Extraction(asOf, Set.of(), asked, version(moment.stay()), candidates.unmapped());
  }

  private static Extraction refused(Instant asOf, Set<Refusal> refusals) {
    return new Extraction(asOf, refusals, List.of(), null, Map.of());
  }

  /** The stay, if a feature that is asked for, or that one depends on, is about it. */
  private @Nullable ResourceVersion version(@Nullable Stay stay) {
    boolean about =
        features.evaluated().stream()
            .anyMatch(feature -> feature.window().anchor() != TimeWindow.Anchor.AS_OF);
    return stay == null || !about ? null : stay.encounter().version();
  }

  private @Nullable Stay stay(PatientRecord record, Instant asOf) {
    StayDefinition definition = features.stay();
    return definition == null
        ? null
        : Stay.find(definition, record.items(ResourceKind.ENCOUNTER), asOf).orElse(null);
  }

  private Candidates candidates(PatientRecord record) {
    IdentityHashMap<Source, Set<RecordItem>> matched = new IdentityHashMap<>();
    Map<String, Integer> unmapped = new LinkedHashMap<>();
    byCode.forEach(
        (kind, index) -> {
          int without = 0;
          for (RecordItem item : record.items(kind)) {
            boolean known = false;
            for (Coding coding : item.codings()) {
              known |= index.knows(coding.getSystem());
              index.find(
                  coding.getSystem(),
                  coding.getCode(),
                  source ->
                      matched.computeIfAbsent(source, unused -> new LinkedHashSet<>()).add(item));
            }
            without += known ? 0 : 1;
          }
          if (without > 0) {
            unmapped.put(kind.typeName(), without);
          }
        });
    return new Candidates(record, matched, unmapped);
  }

  private static boolean holds(Contradiction contradiction, Map<String, ExtractedFeature> found) {
    for (Map.Entry<String, FeatureValue> part : contradiction.values().entrySet()) {
      ExtractedFeature feature = found.get(part.getKey());
      if (feature == null || feature.assumed() || !part.getValue().equals(feature.value())) {
        return false;
      }
    }
    return true;
  }
}
