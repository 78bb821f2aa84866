package org.andiron.risk.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
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

  /** That an age can be, where no input says it. */
  private static final int OLDEST = 120;

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
    Eligibility eligibility = cohort.eligibility(root.get("eligibility"));
    List<Washout> washouts =
        root.find("washout").map(it -> cohort.washouts(it, outcome)).orElse(List.of());
    PopulationLimits limits = limits(root, features, eligibility, washouts);
    String featuresFile = featuresFile(entries, limits);
    requireReadable(file, featuresFile);
    return new TrainingDefinition(
        id(root.get("id")),
        root.get("version").text(),
        root.get("url").text(),
        Written.texts(root.get("title")),
        CardStatementsReader.read(root.get("card")),
        inputs(root, features, eligibility),
        features,
        featuresFile,
        outcome,
        OutcomeRule.file(root),
        cohort.index(root.get("index")),
        eligibility,
        washouts,
        limits,
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

  private static List<ModelInput> inputs(
      DefinitionNode root, FeatureSet features, Eligibility eligibility) {
    List<ModelInput> inputs = new ArrayList<>();
    List<DefinitionNode> nodes = root.get("inputs").elements();
    for (int i = 0; i < nodes.size(); i++) {
      FeatureDefinition feature = features.features().get(i);
      ModelInput input = input(nodes.get(i), feature);
      inputs.add(
          feature.kind() == FeatureKind.AGE && eligibility.ages().isLimit()
              ? input.within(ages(root, input.range(), eligibility))
              : input);
    }
    return inputs;
  }

  /** Of whom examples are taken, within what an age can be. */
  private static Range ages(DefinitionNode root, Range possible, Eligibility eligibility) {
    double from = Math.max(eligibility.ages().from(), possible.nearest(Double.NEGATIVE_INFINITY));
    double to = Math.min(eligibility.ages().to(), possible.nearest(Double.POSITIVE_INFINITY));
    if (from > to) {
      throw root.get("eligibility")
          .get("age")
          .refuse(
              "nobody is of that age: the feature is between %s and %s"
                  .formatted(
                      possible.nearest(Double.NEGATIVE_INFINITY),
                      possible.nearest(Double.POSITIVE_INFINITY)));
    }
    return closed(from, to);
  }

  private static PopulationLimits limits(
      DefinitionNode root, FeatureSet features, Eligibility eligibility, List<Washout> washouts) {
    PopulationLimitsWriter limits = new PopulationLimitsWriter();
    boolean isAgeKnown = features.features().stream().anyMatch(it -> it.kind() == FeatureKind.AGE);
    if (eligibility.ages().isLimit() && !isAgeKnown) {
      limits.age(ages(root, closed(0, OLDEST), eligibility));
    }
    limits.sex(eligibility);
    for (int i = 0; i < washouts.size(); i++) {
      DefinitionNode washout = root.get("washout").elements().get(i);
      limits.washout(
          washouts.get(i),
          washout.find("events").orElseGet(() -> root.get("outcome").get("events")).elements());
    }
    return limits.limits();
  }

  /** What was added to the inputs is read when the model is there; so it must be readable. */
  private void requireReadable(String file, String featuresFile) {
    DefinitionNode list =
        DefinitionNode.parse(
                file + " (features.json of the model)",
                featuresFile.getBytes(StandardCharsets.UTF_8))
            .get("features");
    library.read(list, list.elements());
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

  private static String featuresFile(List<DefinitionNode> entries, PopulationLimits limits) {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    ArrayNode features = file.putArray("features");
    entries.forEach(entry -> features.add(entry.json()));
    limits.features().forEach(features::add);
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
