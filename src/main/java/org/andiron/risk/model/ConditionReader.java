package org.andiron.risk.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ArrayValue;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.StrictJson;

/** Reads for whom a part of an equation holds. */
record ConditionReader(StrictJson json, ModelJson values, List<ModelInput> inputs) {

  /** The member {@code when} of an object; always if it is missing. */
  Condition read(ObjectValue object) {
    LocatedJson when = json.optional(object, "when");
    if (when == null) {
      return Condition.ALWAYS;
    }
    Map<String, Set<FeatureValue>> allowed = new LinkedHashMap<>();
    values
        .members(when)
        .forEach((name, member) -> allowed.put(name, allowed(declared(name, member), member)));
    return new Condition(allowed);
  }

  /**
   * Inputs that a name in an equation means.
   *
   * @param at where the name is
   */
  ModelInput declared(String name, LocatedJson at) {
    return inputs.stream()
        .filter(input -> input.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                values.refuse(
                    at,
                    name
                        + " is no input of model.json"
                        + StrictJson.didYouMean(
                            name, inputs.stream().map(ModelInput::name).toList())));
  }

  private Set<FeatureValue> allowed(ModelInput input, LocatedJson member) {
    if (!(member instanceof ArrayValue array) || array.items().isEmpty()) {
      throw values.refuse(member, "expected an array of values of " + input.name());
    }
    if (input.kind() == InputKind.QUANTITY) {
      throw values.refuse(member, input.name() + " is a quantity; conditions are on others");
    }
    Set<FeatureValue> allowed = new LinkedHashSet<>();
    for (LocatedJson item : array.items()) {
      FeatureValue value = values.featureValue(item, input.name());
      if (input.objection(value).isPresent()) {
        throw values.refuse(item, "no value of input " + input.name());
      }
      allowed.add(value);
    }
    return allowed;
  }

  /** Whether just one of the conditions holds for each person that there can be. */
  boolean divide(List<Condition> conditions) {
    Set<String> names = new LinkedHashSet<>();
    conditions.forEach(condition -> names.addAll(condition.inputs()));
    List<FeatureVector> people = List.of(new FeatureVector(Map.of()));
    for (ModelInput input : inputs) {
      if (names.contains(input.name())) {
        people = multiplied(people, input);
      }
    }
    return people.stream()
        .map(InputSource::of)
        .allMatch(person -> conditions.stream().filter(it -> it.holds(person)).count() == 1);
  }

  private static List<FeatureVector> multiplied(List<FeatureVector> people, ModelInput input) {
    List<FeatureValue> choices = new ArrayList<>();
    if (input.kind() == InputKind.TRUTH) {
      choices.add(new Truth(false));
      choices.add(new Truth(true));
    } else {
      input.categories().forEach(category -> choices.add(new Category(category)));
    }
    return people.stream()
        .flatMap(person -> choices.stream().map(choice -> person.with(input.name(), choice)))
        .toList();
  }
}
