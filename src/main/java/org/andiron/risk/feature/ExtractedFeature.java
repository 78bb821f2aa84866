package org.andiron.risk.feature;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.andiron.risk.model.FeatureValue;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a feature.
 *
 * @param value null if it is missing
 * @param missing why it is, null if it is not
 * @param date of the newest value used; null if it is missing, assumed, or has no time
 * @param basis the resources used, ordered, none twice
 * @param assumed that the value is not in the record but assumed, as the definition allows
 * @param outOfDistribution that the value is outside of what the model was made for
 * @param issues what was found wrong, also where there is a value; one for each code
 * @param units of UCUM in which the values used are recorded, ordered; empty for what has none and
 *     for what is derived
 */
public record ExtractedFeature(
    FeatureDefinition definition,
    @Nullable FeatureValue value,
    @Nullable MissingReason missing,
    @Nullable Instant date,
    List<ResourceVersion> basis,
    boolean assumed,
    boolean outOfDistribution,
    List<FeatureIssue> issues,
    List<String> units) {

  public ExtractedFeature {
    if ((value == null) == (missing == null)) {
      throw new IllegalArgumentException("A feature has a value or is missing");
    }
    basis = List.copyOf(basis);
    issues = List.copyOf(issues);
    units = List.copyOf(units);
  }

  /** The same, recorded in these units. */
  ExtractedFeature in(List<String> recorded) {
    return new ExtractedFeature(
        definition, value, missing, date, basis, assumed, outOfDistribution, issues, recorded);
  }

  /** The name of the feature. */
  public String name() {
    return definition.name();
  }

  /**
   * Whether it is missing because nothing is recorded, so that a model may take what its
   * publication takes for absent. Not where something is recorded that cannot be used.
   */
  public boolean mayBeTakenAsAbsent() {
    return missing != null && missing.isAbsence();
  }

  /** The value, empty if it is missing. */
  public Optional<FeatureValue> found() {
    return Optional.ofNullable(value);
  }
}
