package org.andiron.risk.feature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a feature is and how it is found in a record.
 *
 * @param name by which models call it
 * @param sources where it is looked for; one source is as good as another
 * @param atLeast how many must be true, for {@link Aggregation#ANY}
 * @param categories of a {@link FeatureKind#CATEGORY}, the strongest first
 * @param measure of a quantity, a count or an age
 * @param derivation if it is a function of other features
 */
public record FeatureDefinition(
    String name,
    Label label,
    FeatureKind kind,
    List<Source> sources,
    TimeWindow window,
    Aggregation aggregation,
    int atLeast,
    List<String> categories,
    @Nullable Measure measure,
    ComparatorRule comparators,
    TieRule ties,
    Absence absence,
    @Nullable Derivation derivation) {

  public FeatureDefinition {
    sources = List.copyOf(sources);
    categories = List.copyOf(categories);
  }
}
