package org.andiron.risk.feature;

import ca.uhn.fhir.fhirpath.IFhirPath;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.andiron.risk.model.FeatureValue;
import org.andiron.storage.config.ConfigurationFileException;
import org.jspecify.annotations.Nullable;

/**
 * Definitions of features that models share, and their code sets: the folder {@code
 * fhir-config/risk-models} with {@code features.json} and {@code code-sets/*.json}. Immutable.
 */
public final class FeatureLibrary {

  private static final String FOLDER = "risk-models/";
  private static final String FEATURES = "features.json";
  private static final String CODE_SETS = "code-sets/";

  private final DefinitionReader reader;
  private final Map<String, ObjectNode> shared = new LinkedHashMap<>();
  private final Map<String, FeatureDefinition> definitions = new LinkedHashMap<>();
  private final List<Contradiction> contradictions = new ArrayList<>();
  private @Nullable StayDefinition stay;

  private FeatureLibrary(DefinitionReader reader) {
    this.reader = reader;
  }

  /**
   * Reads a library.
   *
   * @param files of the folder by their names in it, {@code features.json} and {@code
   *     code-sets/...json}; neither has to be there, and others are left alone
   * @param paths that of R4
   * @throws ConfigurationFileException if a file cannot be used; it names the file below {@code
   *     fhir-config}, the place in it and the reason
   */
  public static FeatureLibrary of(
      Map<String, byte[]> files,
      DerivedFeatures functions,
      UnitConverter converter,
      IFhirPath paths) {
    CodeSets codeSets = new CodeSets();
    new TreeMap<>(files)
        .forEach(
            (name, content) -> {
              if (name.startsWith(CODE_SETS)) {
                codeSets.add(DefinitionNode.parse(FOLDER + name, content));
              }
            });
    FeatureLibrary library =
        new FeatureLibrary(new DefinitionReader(codeSets, functions, converter, paths));
    byte[] features = files.get(FEATURES);
    if (features != null) {
      library.add(DefinitionNode.parse(FOLDER + FEATURES, features), codeSets);
    }
    return library;
  }

  /** The names of the features that models may use. */
  public Set<String> names() {
    return new LinkedHashSet<>(definitions.keySet());
  }

  /**
   * The features of those names.
   *
   * @throws IllegalArgumentException if there is no such feature
   */
  public FeatureSet select(List<String> names) {
    return featureSet(names, definitions);
  }

  /**
   * Reads what a model takes. An entry is the name of a shared feature; or {@code use} with that
   * name and what is different, perhaps with another name as {@code as}; or a definition.
   *
   * @param model the name of its folder
   * @param content of its {@code features.json}
   * @throws ConfigurationFileException if the file cannot be used
   */
  public FeatureSet read(String model, byte[] content) {
    String file = FOLDER + model + "/" + FEATURES;
    DefinitionNode root = DefinitionNode.parse(file, content).only("features");
    return read(root, root.get("features").elements());
  }

  /**
   * Reads features that are listed elsewhere, written as in a {@code features.json}.
   *
   * @param list for errors of all together
   * @throws ConfigurationFileException if one cannot be used
   */
  public FeatureSet read(DefinitionNode list, List<DefinitionNode> entries) {
    Map<String, FeatureDefinition> known = new LinkedHashMap<>(definitions);
    List<String> names = new ArrayList<>();
    for (DefinitionNode entry : entries) {
      String name = entry.json().isTextual() ? entry.text() : put(definition(entry), known);
      if (names.contains(name)) {
        throw entry.refuse("'" + name + "' is there already");
      }
      names.add(name);
    }
    try {
      return featureSet(names, known);
    } catch (IllegalArgumentException e) {
      throw list.refuse(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads which resources are an event, written like a source of a feature.
   *
   * @throws ConfigurationFileException if it cannot be used
   */
  public EventDefinition readEvent(DefinitionNode node) {
    return reader.event(node);
  }

  private static String put(FeatureDefinition definition, Map<String, FeatureDefinition> known) {
    known.put(definition.name(), definition);
    return definition.name();
  }

  private FeatureDefinition definition(DefinitionNode entry) {
    if (!entry.has("use")) {
      return reader.read(entry);
    }
    String base = entry.get("use").text();
    ObjectNode original = shared.get(base);
    if (original == null) {
      throw entry.refuse("there is no feature '" + base + "'");
    }
    if (entry.has("unit") && !entry.has("plausible")) {
      throw entry.refuse("another 'unit' needs another 'plausible'");
    }
    ObjectNode changed = original.deepCopy();
    entry
        .properties()
        .forEach(
            (name, value) -> {
              switch (name) {
                case "use" -> {}
                case "as" -> changed.put("name", value.text());
                default -> changed.set(name, value.json());
              }
            });
    return reader.read(entry.holding("'" + base + "'", changed));
  }

  private FeatureSet featureSet(List<String> names, Map<String, FeatureDefinition> known) {
    List<FeatureDefinition> asked = new ArrayList<>();
    Set<String> all = new LinkedHashSet<>(names);
    contradictions.forEach(contradiction -> all.addAll(contradiction.values().keySet()));
    List<FeatureDefinition> evaluated = FeatureSet.inOrder(List.copyOf(all), known);
    for (String name : names) {
      asked.add(Objects.requireNonNull(known.get(name)));
    }
    return new FeatureSet(asked, evaluated, contradictions, stay);
  }

  private void add(DefinitionNode root, CodeSets codeSets) {
    root.only("note", "stay", "contradictions", "features");
    for (DefinitionNode entry : root.get("features").elements()) {
      FeatureDefinition definition = reader.read(entry);
      if (definitions.put(definition.name(), definition) != null) {
        throw entry.refuse("'" + definition.name() + "' is there already");
      }
      shared.put(definition.name(), (ObjectNode) entry.json());
    }
    stay = root.find("stay").map(node -> stay(node, codeSets)).orElse(null);
    root.find("contradictions")
        .ifPresent(
            list -> list.elements().forEach(entry -> contradictions.add(contradiction(entry))));
    try {
      FeatureSet.inOrder(List.copyOf(definitions.keySet()), definitions);
    } catch (IllegalArgumentException e) {
      throw root.refuse(String.valueOf(e.getMessage()));
    }
  }

  private Contradiction contradiction(DefinitionNode node) {
    Map<String, FeatureValue> values = new LinkedHashMap<>();
    node.properties()
        .forEach(
            (name, value) -> {
              FeatureDefinition definition = definitions.get(name);
              if (definition == null) {
                throw value.refuse("there is no feature '" + name + "'");
              }
              values.put(
                  name, DefinitionReader.value(value, definition.kind(), definition.categories()));
            });
    return new Contradiction(values);
  }

  private static StayDefinition stay(DefinitionNode node, CodeSets codeSets) {
    node.only("codes", "statuses", "endedWithin");
    return new StayDefinition(
        codeSets.read(node.get("codes")),
        node.find("statuses")
            .map(DefinitionNode::texts)
            .orElse(Set.of(ResourceKind.ENCOUNTER.usualStatuses())),
        DefinitionReader.amount(node.get("endedWithin")));
  }
}
