package org.andiron.risk.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.andiron.risk.feature.Aggregation;
import org.andiron.risk.feature.DefinitionNode;
import org.andiron.risk.feature.FeatureDefinition;
import org.andiron.risk.feature.FeatureKind;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.FeatureSet;
import org.andiron.risk.feature.Measure;
import org.andiron.risk.feature.Recording;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Range;

/** Reads a training definition. */
final class TrainingDefinitionReader {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final FeatureLibrary library;

  TrainingDefinitionReader(FeatureLibrary library) {
    this.library = library;
  }

  TrainingDefinition read(String file, byte[] content) {
    DefinitionNode root =
        DefinitionNode.parse(file, content)
            .only(
                "id",
                "version",
                "url",
                "title",
                "card",
                "inputs",
                "outcome",
                "index",
                "eligibility",
                "washout",
                "followUp",
                "recording",
                "subgroups",
                "algorithms",
                "seed",
                "test");
    DefinitionNode list = root.get("inputs");
    List<DefinitionNode> entries = new ArrayList<>();
    list.elements()
        .forEach(it -> entries.add(it.only("feature", "definition", "categories").get("feature")));
    FeatureSet features = features(list, entries);
    OutcomeRuleReader outcomes = new OutcomeRuleReader(library);
    CohortRulesReader cohort = new CohortRulesReader(library, outcomes);
    TrainingOutcome outcome = outcomes.read(root.get("outcome"));
    return new TrainingDefinition(
        id(root.get("id")),
        root.get("version").text(),
        root.get("url").text(),
        Written.texts(root.get("title")),
        CardStatementsReader.read(root.get("card")),
        inputs(list, features),
        features,
        featuresFile(entries),
        outcome,
        OutcomeRule.file(root),
        cohort.index(root.get("index")),
        cohort.eligibility(root.get("eligibility")),
        root.find("washout").map(it -> cohort.washouts(it, outcome)).orElse(List.of()),
        cohort.followUp(root.get("followUp")),
        root.get("recording").oneOf(Recording.class),
        cohort.subgroups(root.get("subgroups")),
        algorithms(root.get("algorithms"), outcome),
        root.get("seed").whole(0),
        cohort.split(root.get("test")));
  }

  private static String id(DefinitionNode node) {
    String id = node.text();
    if (!ID.matcher(id).matches()) {
      throw node.refuse(
          "'" + id + "' cannot name a folder: write small letters, digits and hyphens");
    }
    return id;
  }

  private FeatureSet features(DefinitionNode list, List<DefinitionNode> entries) {
    if (entries.isEmpty()) {
      throw list.refuse("is empty: a model needs an input");
    }
    FeatureSet features = library.read(list, entries);
    features
        .lookingAhead()
        .forEach(
            (name, reason) -> {
              throw list.refuse(
                  "feature '%s' could look after the index time: %s".formatted(name, reason));
            });
    return features;
  }

  private static List<ModelInput> inputs(DefinitionNode list, FeatureSet features) {
    List<ModelInput> inputs = new ArrayList<>();
    List<DefinitionNode> nodes = list.elements();
    for (int i = 0; i < nodes.size(); i++) {
      inputs.add(input(nodes.get(i), features.features().get(i)));
    }
    return inputs;
  }

  private static ModelInput input(DefinitionNode node, FeatureDefinition feature) {
    Measure measure = feature.measure();
    return new ModelInput(
        feature.name(),
        new LocalText(feature.label().en(), feature.label().zh()),
        node.get("definition").text(),
        switch (feature.kind()) {
          case TRUTH -> InputKind.TRUTH;
          case CATEGORY -> InputKind.CATEGORY;
          case QUANTITY, COUNT, AGE -> InputKind.QUANTITY;
        },
        Optional.ofNullable(measure).map(it -> unit(it, feature.aggregation())),
        measure == null ? Range.ALL : range(measure, feature.aggregation()),
        categories(node, feature),
        Optional.empty());
  }

  private static String unit(Measure measure, Aggregation aggregation) {
    return switch (aggregation) {
      case TIME_IN_RANGE -> "%";
      case SLOPE -> measure.unit() + "/a";
      default -> measure.unit();
    };
  }

  /** What a body can have: where the model holds is for the training to find. */
  private static Range range(Measure measure, Aggregation aggregation) {
    return switch (aggregation) {
      case TIME_IN_RANGE -> closed(0, 100);
      case SLOPE -> Range.ALL;
      default -> closed(measure.plausible().low(), measure.plausible().high());
    };
  }

  private static Range closed(double from, double to) {
    return new Range(
        OptionalDouble.of(from),
        OptionalDouble.empty(),
        OptionalDouble.of(to),
        OptionalDouble.empty());
  }

  private static Map<String, LocalText> categories(DefinitionNode node, FeatureDefinition feature) {
    Map<String, LocalText> titles = new LinkedHashMap<>();
    if (feature.kind() != FeatureKind.CATEGORY) {
      if (node.has("categories")) {
        throw node.get("categories")
            .refuse("feature '" + feature.name() + "' has no categories: leave it out");
      }
      return titles;
    }
    DefinitionNode categories =
        node.get("categories").only(feature.categories().toArray(String[]::new));
    feature
        .categories()
        .forEach(category -> titles.put(category, Written.texts(categories.get(category))));
    return titles;
  }

  private static String featuresFile(List<DefinitionNode> entries) {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    ArrayNode features = file.putArray("features");
    entries.forEach(entry -> features.add(entry.json()));
    return file.toPrettyString() + "\n";
  }

  private static List<LearningAlgorithm> algorithms(DefinitionNode list, TrainingOutcome outcome) {
    List<LearningAlgorithm> algorithms = new ArrayList<>();
    for (DefinitionNode element : list.elements()) {
      LearningAlgorithm algorithm = element.oneOf(LearningAlgorithm.class);
      if (!algorithm.learns(outcome)) {
        throw element.refuse(
            outcome.isEvent()
                ? "does not learn what comes or not: the outcome is an event"
                : "does not learn numbers: the outcome is a value");
      }
      if (algorithms.contains(algorithm)) {
        throw element.refuse("is there already: leave it out");
      }
      algorithms.add(algorithm);
    }
    if (algorithms.isEmpty()) {
      throw list.refuse("is empty: give one or more");
    }
    return algorithms;
  }
}
