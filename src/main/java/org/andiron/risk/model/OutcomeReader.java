package org.andiron.risk.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.StrictJson;

/** Reads the outcomes of a card. */
record OutcomeReader(StrictJson json, ModelJson values, List<ModelInput> inputs) {

  List<Outcome> outcomes(ObjectValue card) {
    List<Outcome> outcomes = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (LocatedJson item : json.requiredItems(card, "outcomes")) {
      Outcome outcome = outcome(item);
      if (!ids.add(outcome.id())) {
        throw values.refuse(item, "outcome " + outcome.id() + " is declared twice");
      }
      outcomes.add(outcome);
    }
    if (outcomes.isEmpty()) {
      throw values.refuse(json.required(card, "outcomes"), "outcomes must be one or more");
    }
    return outcomes;
  }

  private Outcome outcome(LocatedJson item) {
    ObjectValue object =
        json.object(
            item,
            Set.of(
                "id", "title", "codings", "horizon", "output", "unit", "limits", "scores",
                "levels"));
    OutcomeOutput output =
        json.oneOf(
            json.required(object, "output"), "output", OutcomeOutput.values(), OutcomeOutput::code);
    onlyOf(object, output, OutcomeOutput.QUANTITY, "unit");
    onlyOf(object, output, OutcomeOutput.SCORE, "scores");
    if (output == OutcomeOutput.SCORE) {
      json.required(object, "scores");
    }
    return new Outcome(
        json.text(object, "id"),
        values.texts(object, "title"),
        codings(object),
        horizon(object),
        output,
        output == OutcomeOutput.QUANTITY
            ? Optional.of(json.text(object, "unit"))
            : Optional.empty(),
        limits(object),
        values.range(object, "scores"),
        levels(object));
  }

  private void onlyOf(ObjectValue object, OutcomeOutput output, OutcomeOutput owner, String name) {
    LocatedJson value = json.optional(object, name);
    if (value != null && output != owner) {
      throw values.refuse(value, name + " is for outcomes with output " + owner.code());
    }
  }

  private List<Coding> codings(ObjectValue outcome) {
    return json.items(outcome, "codings").stream()
        .map(item -> json.object(item, Set.of("system", "code", "display")))
        .map(
            object ->
                new Coding(
                    json.text(object, "system"),
                    json.text(object, "code"),
                    json.text(object, "display")))
        .toList();
  }

  private Optional<Horizon> horizon(ObjectValue outcome) {
    LocatedJson value = json.optional(outcome, "horizon");
    if (value == null) {
      return Optional.empty();
    }
    ObjectValue object = json.object(value, Set.of("value", "unit"));
    return Optional.of(
        new Horizon(
            values.count(object, "value", 1),
            json.oneOf(
                json.required(object, "unit"), "unit", Horizon.Unit.values(), Horizon.Unit::code)));
  }

  private Map<String, Range> limits(ObjectValue outcome) {
    LocatedJson value = json.optional(outcome, "limits");
    if (value == null) {
      return Map.of();
    }
    Set<String> quantities = new TreeSet<>();
    for (ModelInput input : inputs) {
      if (input.kind() == InputKind.QUANTITY) {
        quantities.add(input.name());
      }
    }
    ObjectValue object = json.object(value, quantities);
    Map<String, Range> limits = new LinkedHashMap<>();
    for (String name : object.members().keySet()) {
      limits.put(name, values.range(object, name));
    }
    return limits;
  }

  private Optional<RiskLevels> levels(ObjectValue outcome) {
    LocatedJson value = json.optional(outcome, "levels");
    if (value == null) {
      return Optional.empty();
    }
    ObjectValue object = json.object(value, Set.of("source", "list"));
    List<RiskLevel> levels = new ArrayList<>();
    double last = Double.NEGATIVE_INFINITY;
    for (LocatedJson item : json.requiredItems(object, "list")) {
      RiskLevel level = level(item);
      if (level.from().isPresent() && level.from().getAsDouble() <= last) {
        throw values.refuse(item, "levels must ascend");
      }
      last = level.from().orElse(last);
      levels.add(level);
    }
    if (levels.isEmpty()) {
      throw values.refuse(value, "levels must be one or more");
    }
    return Optional.of(new RiskLevels(values.texts(object, "source"), levels));
  }

  private RiskLevel level(LocatedJson item) {
    ObjectValue object =
        json.object(item, Set.of("code", "title", "from", "singleItem", "indicator"));
    OptionalDouble from = values.optionalNumber(object, "from");
    OptionalDouble singleItem = values.optionalNumber(object, "singleItem");
    if (from.isEmpty() && singleItem.isEmpty()) {
      throw values.refuse(item, "a level has from or singleItem");
    }
    return new RiskLevel(
        json.text(object, "code"),
        values.texts(object, "title"),
        from,
        singleItem,
        indicator(object));
  }

  private Optional<Indicator> indicator(ObjectValue level) {
    LocatedJson value = json.optional(level, "indicator");
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(
        Indicator.of(json.text(level, "indicator"))
            .orElseThrow(
                () ->
                    values.refuse(
                        value,
                        "indicator must be one of " + String.join(", ", Indicator.codes()))));
  }
}
