package org.andiron.risk.feature;

import ca.uhn.fhir.fhirpath.IFhirPath;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.risk.model.FeatureValue;
import org.jspecify.annotations.Nullable;

/** Reads the definition of a feature. */
final class DefinitionReader {

  private static final Range ANY_COUNT = new Range(0, 1e6);
  private static final Range ANY_AGE = new Range(0, 120);

  private static final Set<Aggregation> OF_NUMBERS =
      Set.of(
          Aggregation.MIN,
          Aggregation.MAX,
          Aggregation.MEAN,
          Aggregation.SLOPE,
          Aggregation.TIME_SINCE,
          Aggregation.TIME_IN_RANGE,
          Aggregation.STAY_LENGTH);

  /** Kinds of which all may be meant, because where they are or what they say tells which. */
  private static final Set<ResourceKind> WITHOUT_CODES =
      Set.of(ResourceKind.PATIENT, ResourceKind.ENCOUNTER, ResourceKind.PROCEDURE);

  private final CodeSets codeSets;
  private final DerivedFeatures functions;
  private final UnitConverter converter;
  private final IFhirPath paths;

  DefinitionReader(
      CodeSets codeSets, DerivedFeatures functions, UnitConverter converter, IFhirPath paths) {
    this.codeSets = codeSets;
    this.functions = functions;
    this.converter = converter;
    this.paths = paths;
  }

  FeatureDefinition read(DefinitionNode node) {
    node.only(
        "name",
        "label",
        "note",
        "kind",
        "from",
        "window",
        "aggregate",
        "atLeast",
        "categories",
        "unit",
        "analyte",
        "unitOptional",
        "plausible",
        "trained",
        "target",
        "comparators",
        "ties",
        "absent",
        "derived");
    FeatureKind kind = node.get("kind").oneOf(FeatureKind.class);
    Aggregation aggregation = aggregation(node, kind);
    List<String> categories =
        node.find("categories").map(list -> List.copyOf(list.texts())).orElse(List.of());
    if (categories.isEmpty() == (kind == FeatureKind.CATEGORY)) {
      throw node.refuse("'categories' are of a category");
    }
    Derivation derivation = node.find("derived").map(this::derivation).orElse(null);
    List<Source> sources = new ArrayList<>();
    if (node.has("from")) {
      node.get("from").elements().forEach(from -> sources.add(source(from, kind, categories)));
    }
    if (sources.isEmpty() && derivation == null && kind != FeatureKind.AGE) {
      throw node.refuse("comes from nowhere");
    }
    DefinitionNode label = node.get("label").only("en", "zh");
    return new FeatureDefinition(
        node.get("name").text(),
        new Label(label.get("en").text(), label.get("zh").text()),
        kind,
        sources,
        node.find("window").map(DefinitionReader::window).orElse(TimeWindow.ALWAYS),
        aggregation,
        node.find("atLeast").map(count -> (int) count.number()).orElse(1),
        categories,
        measure(node, kind, aggregation),
        node.find("comparators")
            .map(rule -> rule.oneOf(ComparatorRule.class))
            .orElse(ComparatorRule.EXCLUDE),
        node.find("ties").map(rule -> rule.oneOf(TieRule.class)).orElse(TieRule.REFUSE),
        node.find("absent")
            .map(absent -> absence(absent, kind, categories))
            .orElse(new Absence.Missing()),
        derivation);
  }

  private static Aggregation aggregation(DefinitionNode node, FeatureKind kind) {
    Aggregation usual =
        switch (kind) {
          case TRUTH -> Aggregation.ANY;
          case COUNT -> Aggregation.COUNT;
          case QUANTITY, CATEGORY, AGE -> Aggregation.LAST;
        };
    Aggregation aggregation =
        node.find("aggregate").map(text -> text.oneOf(Aggregation.class)).orElse(usual);
    boolean fits =
        switch (aggregation) {
          case ANY -> kind == FeatureKind.TRUTH;
          case COUNT -> kind == FeatureKind.COUNT;
          case STRONGEST -> kind == FeatureKind.CATEGORY;
          case LAST, FIRST -> kind != FeatureKind.COUNT;
          default -> OF_NUMBERS.contains(aggregation) && kind == FeatureKind.QUANTITY;
        };
    if (!fits) {
      throw node.refuse("'aggregate' does not go with 'kind'");
    }
    return aggregation;
  }

  private @Nullable Measure measure(
      DefinitionNode node, FeatureKind kind, Aggregation aggregation) {
    Range trained = node.find("trained").map(DefinitionNode::range).orElse(null);
    if (kind == FeatureKind.TRUTH || kind == FeatureKind.CATEGORY) {
      if (node.has("unit") || node.has("plausible") || trained != null) {
        throw node.refuse("units and ranges are of numbers");
      }
      return null;
    }
    if (kind != FeatureKind.QUANTITY) {
      boolean age = kind == FeatureKind.AGE;
      Range plausible =
          node.find("plausible").map(DefinitionNode::range).orElse(age ? ANY_AGE : ANY_COUNT);
      return new Measure(age ? "a" : "1", null, true, plausible, trained, null);
    }
    String unit = node.get("unit").text();
    if (!converter.isUnit(unit)) {
      throw node.get("unit").refuse("'" + unit + "' is no unit of UCUM");
    }
    if (aggregation == Aggregation.TIME_SINCE && converter.conversion("s", unit, null).isEmpty()) {
      throw node.get("unit").refuse("'" + unit + "' is no unit of time");
    }
    Range target = node.find("target").map(DefinitionNode::range).orElse(null);
    if ((target == null) == (aggregation == Aggregation.TIME_IN_RANGE)) {
      throw node.refuse("'target' is of the time in range");
    }
    return new Measure(
        unit,
        node.find("analyte")
            .map(text -> Analyte.of(text.text()).orElseThrow(() -> text.refuse("is no analyte")))
            .orElse(null),
        node.find("unitOptional").map(DefinitionNode::truth).orElse(false),
        node.get("plausible").range(),
        trained,
        target);
  }

  private static TimeWindow window(DefinitionNode node) {
    if (node.json().isTextual()) {
      return new TimeWindow(amount(node), TimeWindow.Anchor.AS_OF, Period.ZERO);
    }
    node.only("back", "until", "gap");
    TimeWindow.Anchor anchor = node.get("until").oneOf(TimeWindow.Anchor.class);
    if (anchor == TimeWindow.Anchor.DURING_STAY && node.has("back")) {
      throw node.refuse("what is during the stay does not reach back");
    }
    if (anchor != TimeWindow.Anchor.BEFORE_STAY && node.has("gap")) {
      throw node.refuse("'gap' is of what is before the stay");
    }
    return new TimeWindow(
        node.find("back").map(DefinitionReader::amount).orElse(null),
        anchor,
        node.find("gap").map(DefinitionReader::amount).orElse(Period.ZERO));
  }

  static TemporalAmount amount(DefinitionNode node) {
    return node.parsed(TimeWindow::parse);
  }

  private Source source(DefinitionNode node, FeatureKind kind, List<String> categories) {
    node.only(
        "resource",
        "codes",
        "except",
        "components",
        "statuses",
        "where",
        "value",
        "meanings",
        "otherwise",
        "category",
        "unconfirmed",
        "note");
    DefinitionNode type = node.get("resource");
    ResourceKind resource =
        ResourceKind.of(type.text())
            .orElseThrow(() -> type.refuse("no feature is taken from '" + type.text() + "'"));
    Map<String, CodeSet> meanings = new LinkedHashMap<>();
    node.find("meanings")
        .ifPresent(
            all ->
                all.properties()
                    .forEach((meaning, codes) -> meanings.put(meaning, codeSets.read(codes))));
    Set<String> allowed =
        kind == FeatureKind.TRUTH ? Set.of("true", "false") : Set.copyOf(categories);
    String category = node.find("category").map(DefinitionNode::text).orElse(null);
    String otherwise = node.find("otherwise").map(DefinitionNode::text).orElse(null);
    if (!allowed.containsAll(meanings.keySet())
        || (category != null && !categories.contains(category))
        || (otherwise != null && !allowed.contains(otherwise))) {
      throw node.refuse("means what the feature cannot be");
    }
    if (kind == FeatureKind.CATEGORY && meanings.isEmpty() && category == null) {
      throw node.refuse("does not say which category it means");
    }
    if (!WITHOUT_CODES.contains(resource) && !node.has("codes")) {
      throw node.refuse("'codes' is missing");
    }
    if (resource != ResourceKind.OBSERVATION && node.has("components")) {
      throw node.refuse("'components' are of an Observation");
    }
    return new Source(
        resource,
        codes(node, "codes"),
        codes(node, "except"),
        codes(node, "components"),
        node.find("statuses").map(DefinitionNode::texts).orElse(Set.of(resource.usualStatuses())),
        path(node, "where"),
        path(node, "value"),
        meanings,
        otherwise,
        node.find("unconfirmed").map(DefinitionNode::truth).orElse(false),
        category);
  }

  EventDefinition event(DefinitionNode node) {
    node.only("resource", "codes", "except", "statuses", "where", "unconfirmed", "note");
    DefinitionNode type = node.get("resource");
    ResourceKind resource =
        ResourceKind.of(type.text())
            .filter(EventDefinition.KINDS::contains)
            .orElseThrow(
                () ->
                    type.refuse(
                        "'%s' is none of %s"
                            .formatted(
                                type.text(),
                                EventDefinition.KINDS.stream()
                                    .map(ResourceKind::typeName)
                                    .toList())));
    if (resource != ResourceKind.ENCOUNTER && !node.has("codes")) {
      throw node.refuse("'codes' is missing");
    }
    return new EventDefinition(
        resource,
        codes(node, "codes"),
        codes(node, "except"),
        node.find("statuses")
            .map(DefinitionNode::texts)
            .orElseGet(() -> EventDefinition.usualStatuses(resource)),
        path(node, "where"),
        node.find("unconfirmed").map(DefinitionNode::truth).orElse(false));
  }

  private CodeSet codes(DefinitionNode node, String name) {
    return node.find(name).map(codeSets::read).orElse(CodeSet.NONE);
  }

  private @Nullable ResourcePath path(DefinitionNode node, String name) {
    return node.find(name)
        .map(
            expression ->
                expression.parsed(
                    text -> ElementPath.parse(text).orElseGet(() -> EnginePath.parse(text, paths))))
        .orElse(null);
  }

  private Derivation derivation(DefinitionNode node) {
    node.only("function", "of", "with", "preferred");
    DefinitionNode name = node.get("function");
    DerivedFeature function =
        functions
            .find(name.text())
            .orElseThrow(() -> name.refuse("there is no function '" + name.text() + "'"));
    List<String> of = new ArrayList<>();
    node.get("of").elements().forEach(input -> of.add(input.text()));
    Map<String, Double> parameters = new LinkedHashMap<>();
    node.find("with")
        .ifPresent(
            with ->
                with.properties()
                    .forEach((parameter, value) -> parameters.put(parameter, value.number())));
    try {
      function.check(of.size(), parameters);
    } catch (IllegalArgumentException e) {
      throw node.refuse(String.valueOf(e.getMessage()));
    }
    return new Derivation(
        function, of, parameters, node.find("preferred").map(DefinitionNode::truth).orElse(false));
  }

  private static Absence absence(DefinitionNode node, FeatureKind kind, List<String> categories) {
    node.only("assume", "because");
    return new Absence.Assumed(
        value(node.get("assume"), kind, categories), node.get("because").text());
  }

  static FeatureValue value(DefinitionNode node, FeatureKind kind, List<String> categories) {
    return switch (kind) {
      case TRUTH -> new FeatureValue.Truth(node.truth());
      case CATEGORY -> {
        if (!categories.contains(node.text())) {
          throw node.refuse("is none of " + categories);
        }
        yield new FeatureValue.Category(node.text());
      }
      case QUANTITY, COUNT, AGE -> new FeatureValue.Quantity(node.number());
    };
  }
}
