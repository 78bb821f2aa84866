package org.andiron.risk.feature;

import ca.uhn.fhir.fhirpath.IFhirPath;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.andiron.risk.model.FeatureValue;
import org.jspecify.annotations.Nullable;

/**
 * Definitions of features that models share, and their code sets: the folder {@code
 * fhir-config/risk-models} with {@code features.json} and {@code code-sets/*.json}. Immutable.
 */
public final class FeatureLibrary {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final DefinitionReader reader;
  private final Map<String, ObjectNode> shared = new LinkedHashMap<>();
  private final Map<String, FeatureDefinition> definitions = new LinkedHashMap<>();
  private final List<Contradiction> contradictions = new ArrayList<>();
  private @Nullable StayDefinition stay;

  private FeatureLibrary(DefinitionReader reader) {
    this.reader = reader;
  }

  /**
   * Reads a folder, which need not have any of the files.
   *
   * @param paths that of R4
   * @throws FeatureFileException if a file cannot be used
   */
  public static FeatureLibrary read(
      Path folder, DerivedFeatures functions, UnitConverter converter, IFhirPath paths) {
    CodeSets codeSets = new CodeSets();
    for (Path file : jsonFiles(folder.resolve("code-sets"))) {
      codeSets.add(parse(file));
    }
    FeatureLibrary library =
        new FeatureLibrary(new DefinitionReader(codeSets, functions, converter, paths));
    Path file = folder.resolve("features.json");
    if (Files.exists(file)) {
      library.add(parse(file), codeSets);
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
   * @param file the {@code features.json} of the model
   * @throws FeatureFileException if the file cannot be used
   */
  public FeatureSet read(Path file) {
    DefinitionNode root = parse(file).only("features");
    Map<String, FeatureDefinition> known = new LinkedHashMap<>(definitions);
    List<String> names = new ArrayList<>();
    for (DefinitionNode entry : root.get("features").elements()) {
      String name = entry.json().isTextual() ? entry.text() : put(definition(entry, file), known);
      if (names.contains(name)) {
        throw entry.refuse("'" + name + "' is there already");
      }
      names.add(name);
    }
    try {
      return featureSet(names, known);
    } catch (IllegalArgumentException e) {
      throw root.refuse(String.valueOf(e.getMessage()));
    }
  }

  private static String put(FeatureDefinition definition, Map<String, FeatureDefinition> known) {
    known.put(definition.name(), definition);
    return definition.name();
  }

  private FeatureDefinition definition(DefinitionNode entry, Path file) {
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
    return reader.read(new DefinitionNode(file.toString(), "'" + base + "'", changed));
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

  private static List<Path> jsonFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new FeatureFileException(folder.toString(), "", "cannot be read");
    }
  }

  private static DefinitionNode parse(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      return new DefinitionNode(file.toString(), "", root);
    } catch (JsonProcessingException e) {
      throw new FeatureFileException(
          file.toString(),
          "line " + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()),
          e.getOriginalMessage());
    } catch (IOException e) {
      throw new FeatureFileException(file.toString(), "", "cannot be read");
    }
  }
}
