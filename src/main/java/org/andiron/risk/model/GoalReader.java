package org.andiron.risk.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.StrictJson;

/** Reads the goals of a card. */
record GoalReader(StrictJson json, ModelJson values, List<ModelInput> inputs) {

  /** Nobody can change these, whatever a card says. */
  private static final Set<String> GIVEN = Set.of("age", "sex", "race", "ethnicity");

  List<Goal> goals(ObjectValue card) {
    List<Goal> goals = new ArrayList<>();
    for (LocatedJson item : json.items(card, "goals")) {
      goals.add(goal(item));
    }
    return goals;
  }

  private Goal goal(LocatedJson item) {
    ObjectValue object =
        json.object(item, Set.of("input", "when", "from", "to", "is", "meaning", "source"));
    ConditionReader conditions = new ConditionReader(json, values, inputs);
    LocatedJson named = json.required(object, "input");
    ModelInput input = conditions.declared(json.text(object, "input"), named);
    if (GIVEN.contains(input.name())) {
      throw values.refuse(named, input.name() + " cannot be changed and has no goal");
    }
    boolean quantity = input.kind() == InputKind.QUANTITY;
    return new Goal(
        input.name(),
        conditions.read(object),
        quantity ? range(object, input) : Range.ALL,
        quantity ? Optional.empty() : Optional.of(value(object, input)),
        quantity ? Optional.empty() : Optional.of(values.texts(object, "meaning")),
        values.texts(object, "source"));
  }

  private Range range(ObjectValue goal, ModelInput input) {
    for (String name : Set.of("is", "meaning")) {
      LocatedJson value = json.optional(goal, name);
      if (value != null) {
        throw values.refuse(value, name + " is not for quantities");
      }
    }
    Range range = values.ends(goal);
    if (range.equals(Range.ALL)) {
      throw values.refuse(goal, "a goal of a quantity has from or to");
    }
    for (String name : List.of("from", "to")) {
      LocatedJson end = json.optional(goal, name);
      if (end != null && !input.range().contains(values.number(end, name))) {
        throw values.refuse(end, name + " is outside of the range of " + input.name());
      }
    }
    return range;
  }

  private FeatureValue value(ObjectValue goal, ModelInput input) {
    for (String name : List.of("from", "to")) {
      LocatedJson end = json.optional(goal, name);
      if (end != null) {
        throw values.refuse(end, name + " is for quantities");
      }
    }
    LocatedJson is = json.required(goal, "is");
    FeatureValue value = values.featureValue(is, "is");
    if (value instanceof Quantity || input.objection(value).isPresent()) {
      throw values.refuse(is, "is must be a value of input " + input.name());
    }
    return value;
  }
}
