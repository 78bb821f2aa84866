package org.andiron.risk.feature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The features of one model, with all that it takes to find them. Immutable; made by a {@link
 * FeatureLibrary}.
 */
public final class FeatureSet {

  private final List<FeatureDefinition> features;
  private final List<FeatureDefinition> evaluated;
  private final List<Contradiction> contradictions;
  private final @Nullable StayDefinition stay;

  /**
   * @param features in the order in which the model takes them
   * @param evaluated those and what they depend on, in an order in which each is after its inputs
   */
  FeatureSet(
      List<FeatureDefinition> features,
      List<FeatureDefinition> evaluated,
      List<Contradiction> contradictions,
      @Nullable StayDefinition stay) {
    this.features = List.copyOf(features);
    this.evaluated = List.copyOf(evaluated);
    this.contradictions = List.copyOf(contradictions);
    this.stay = stay;
  }

  /** What the model takes, in its order. */
  public List<FeatureDefinition> features() {
    return features;
  }

  /** The definition of that name, if the model takes it. */
  public Optional<FeatureDefinition> feature(String name) {
    return features.stream().filter(feature -> feature.name().equals(name)).findFirst();
  }

  /**
   * The definition of that name, and before it those of all that it is derived from, each once.
   *
   * @throws IllegalArgumentException if the model does not take it
   */
  public List<FeatureDefinition> withInputs(String name) {
    Map<String, FeatureDefinition> known = new LinkedHashMap<>();
    evaluated.forEach(feature -> known.put(feature.name(), feature));
    return inOrder(List.of(name), known);
  }

  /**
   * Features of this set, or on which one depends, that could show what happened after the time
   * they are asked for if it is in the past: by name, with the reason and how to mend it. A model
   * must not be trained with them.
   */
  public Map<String, String> lookingAhead() {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (FeatureDefinition feature : evaluated) {
      LookAhead.of(feature).ifPresent(reason -> reasons.put(feature.name(), reason));
    }
    return reasons;
  }

  List<FeatureDefinition> evaluated() {
    return evaluated;
  }

  List<Contradiction> contradictions() {
    return contradictions;
  }

  @Nullable StayDefinition stay() {
    return stay;
  }

  /**
   * Puts definitions in an order in which each is after its inputs.
   *
   * @throws IllegalArgumentException if one depends on itself, or on what there is not
   */
  static List<FeatureDefinition> inOrder(
      List<String> names, Map<String, FeatureDefinition> definitions) {
    Map<String, FeatureDefinition> ordered = new LinkedHashMap<>();
    for (String name : names) {
      add(name, definitions, ordered, new ArrayList<>());
    }
    return List.copyOf(ordered.values());
  }

  private static void add(
      String name,
      Map<String, FeatureDefinition> definitions,
      Map<String, FeatureDefinition> ordered,
      List<String> path) {
    if (ordered.containsKey(name)) {
      return;
    }
    FeatureDefinition definition = definitions.get(name);
    if (definition == null) {
      throw new IllegalArgumentException("there is no feature '" + name + "'");
    }
    if (path.contains(name)) {
      throw new IllegalArgumentException("feature '" + name + "' depends on itself");
    }
    path.add(name);
    Derivation derivation = definition.derivation();
    if (derivation != null) {
      for (String input : derivation.of()) {
        add(input, definitions, ordered, path);
      }
    }
    path.remove(name);
    ordered.put(name, definition);
  }
}
