package org.andiron.risk.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.andiron.risk.model.PointsEquation.PointTable;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.StrictJson;

/** Reads tables of points. */
final class PointsReader {

  private final StrictJson json;
  private final ModelJson values;
  private final ModelCard card;
  private final ConditionReader conditions;

  PointsReader(StrictJson json, ModelJson values, ModelCard card) {
    this.json = json;
    this.values = values;
    this.card = card;
    this.conditions = new ConditionReader(json, values, card.inputs());
  }

  PointTable table(String id, LocatedJson value) {
    Outcome outcome = card.outcome(id).orElseThrow();
    if (outcome.output() != OutcomeOutput.SCORE) {
      throw values.refuse(value, "the output of " + id + " is no score");
    }
    ObjectValue object = json.object(value, Set.of("items", "published"));
    List<PointItem> items = new ArrayList<>();
    for (LocatedJson item : json.requiredItems(object, "items")) {
      items.add(item(item));
    }
    return new PointTable(items, published(object, outcome));
  }

  private PointItem item(LocatedJson item) {
    ObjectValue object =
        json.object(
            item,
            Set.of("input", "when", "points", "otherwise", "categories", "bands", "decimals"));
    LocatedJson name = json.required(object, "input");
    ModelInput input = conditions.declared(json.text(name, "input"), name);
    Condition when = conditions.read(object);
    only(object, input);
    return switch (input.kind()) {
      case TRUTH -> yesOrNo(object, input, when);
      case CATEGORY -> new PointItem.Choice(input.name(), when, choices(object, input));
      case QUANTITY -> new PointItem.Banded(input.name(), when, decimals(object), bands(object));
    };
  }

  private void only(ObjectValue object, ModelInput input) {
    Map<String, InputKind> owners =
        Map.of(
            "points", InputKind.TRUTH,
            "otherwise", InputKind.TRUTH,
            "categories", InputKind.CATEGORY,
            "bands", InputKind.QUANTITY,
            "decimals", InputKind.QUANTITY);
    owners.forEach(
        (name, kind) -> {
          LocatedJson value = json.optional(object, name);
          if (value != null && kind != input.kind()) {
            throw values.refuse(value, "%s is for inputs of kind %s".formatted(name, kind.code()));
          }
        });
  }

  private PointItem yesOrNo(ObjectValue object, ModelInput input, Condition when) {
    OptionalDouble yes = values.optionalNumber(object, "points");
    OptionalDouble no = values.optionalNumber(object, "otherwise");
    if (yes.isEmpty() && no.isEmpty()) {
      throw values.refuse(object, "an item of kind truth has points or otherwise");
    }
    return new PointItem.YesOrNo(input.name(), when, yes.orElse(0), no.orElse(0));
  }

  private Map<String, Double> choices(ObjectValue object, ModelInput input) {
    ObjectValue points =
        json.object(json.required(object, "categories"), Set.copyOf(input.categories()));
    Map<String, Double> choices = new LinkedHashMap<>();
    input.categories().forEach(category -> choices.put(category, values.number(points, category)));
    return choices;
  }

  private OptionalInt decimals(ObjectValue object) {
    return json.optional(object, "decimals") == null
        ? OptionalInt.empty()
        : OptionalInt.of(values.count(object, "decimals", 0));
  }

  private List<Band> bands(ObjectValue object) {
    List<LocatedJson> items = json.requiredItems(object, "bands");
    List<Band> bands = new ArrayList<>();
    double last = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < items.size(); i++) {
      ObjectValue band = json.object(items.get(i), Set.of("to", "below", "points"));
      Range range = values.ends(band);
      double end = range.to().orElse(range.below().orElse(Double.POSITIVE_INFINITY));
      boolean open = end == Double.POSITIVE_INFINITY;
      if (end <= last || open != (i == items.size() - 1)) {
        throw values.refuse(items.get(i), "bands must ascend, and only the last has no end");
      }
      last = end;
      bands.add(new Band(range, values.number(band, "points")));
    }
    if (bands.isEmpty()) {
      throw values.refuse(object, "bands must be one or more");
    }
    return bands;
  }

  private Optional<PublishedTable> published(ObjectValue table, Outcome outcome) {
    LocatedJson value = json.optional(table, "published");
    if (value == null) {
      return Optional.empty();
    }
    ObjectValue object = json.object(value, Set.of("kind", "source", "rows"));
    PublishedTable.Kind kind =
        json.oneOf(
            json.required(object, "kind"),
            "kind",
            PublishedTable.Kind.values(),
            PublishedTable.Kind::code);
    List<PublishedTable.Row> rows = new ArrayList<>();
    double last = Double.NEGATIVE_INFINITY;
    for (LocatedJson item : json.requiredItems(object, "rows")) {
      PublishedTable.Row row = row(item, kind);
      double from = row.scores().from().orElseThrow();
      if (from <= last || !outcome.scores().contains(from)) {
        throw values.refuse(item, "rows must ascend and be of scores that there are");
      }
      last = row.scores().to().orElseThrow();
      rows.add(row);
    }
    return Optional.of(new PublishedTable(kind, values.texts(object, "source"), rows));
  }

  private PublishedTable.Row row(LocatedJson item, PublishedTable.Kind kind) {
    ObjectValue row = json.object(item, Set.of("from", "to", "value"));
    json.required(row, "from");
    json.required(row, "to");
    double number = values.number(row, "value");
    if (number < 0 || (kind == PublishedTable.Kind.PROBABILITY && number > 1)) {
      throw values.refuse(json.required(row, "value"), "no value of kind " + kind.code());
    }
    return new PublishedTable.Row(
        new Range(
            OptionalDouble.of(values.number(row, "from")),
            OptionalDouble.empty(),
            OptionalDouble.of(values.number(row, "to")),
            OptionalDouble.empty()),
        number);
  }
}
