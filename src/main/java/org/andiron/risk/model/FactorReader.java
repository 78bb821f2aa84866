package org.andiron.risk.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.StrictJson;

/** Reads the named factors of an equation. */
record FactorReader(StrictJson json, ModelJson values, ConditionReader inputs) {

  Map<String, Factor> read(ObjectValue equation) {
    Map<String, Factor> factors = new LinkedHashMap<>();
    values
        .members(json.required(equation, "factors"))
        .forEach((name, value) -> factors.put(name, factor(value)));
    return factors;
  }

  private Factor factor(LocatedJson value) {
    ObjectValue object = json.object(value, Set.of("input", "is", "minus", "replaced", "steps"));
    ModelInput input = input(object, "input");
    Optional<String> is = category(object, input);
    boolean number = input.kind() == InputKind.QUANTITY;
    Optional<String> minus =
        json.optional(object, "minus") == null
            ? Optional.empty()
            : Optional.of(of(InputKind.QUANTITY, object, "minus").name());
    Optional<Factor.Replacement> replacement = replacement(object);
    if (!number && (minus.isPresent() || replacement.isPresent())) {
      throw values.refuse(value, input.name() + " is no quantity");
    }
    if (minus.isPresent() && replacement.isPresent()) {
      throw values.refuse(value, "a factor has one of minus and replaced");
    }
    return new Factor(
        input.name(),
        is,
        minus,
        replacement,
        json.items(object, "steps").stream().map(this::step).toList());
  }

  private ModelInput input(ObjectValue object, String name) {
    LocatedJson value = json.required(object, name);
    return inputs.declared(json.text(value, name), value);
  }

  private ModelInput of(InputKind kind, ObjectValue object, String name) {
    ModelInput input = input(object, name);
    if (input.kind() != kind) {
      throw values.refuse(
          json.required(object, name), input.name() + " is no input of kind " + kind.code());
    }
    return input;
  }

  private Optional<String> category(ObjectValue object, ModelInput input) {
    LocatedJson is = json.optional(object, "is");
    if ((is != null) != (input.kind() == InputKind.CATEGORY)) {
      throw values.refuse(object, "inputs of kind category, and no others, have is");
    }
    return is == null
        ? Optional.empty()
        : Optional.of(
            json.oneOf(is, "is", input.categories().toArray(String[]::new), category -> category));
  }

  private Optional<Factor.Replacement> replacement(ObjectValue factor) {
    LocatedJson value = json.optional(factor, "replaced");
    if (value == null) {
      return Optional.empty();
    }
    ObjectValue object = json.object(value, Set.of("when", "by"));
    return Optional.of(
        new Factor.Replacement(
            of(InputKind.TRUTH, object, "when").name(), values.number(object, "by")));
  }

  private Transform step(LocatedJson value) {
    if (!(value instanceof ObjectValue object)) {
      return new Transform(
          json.oneOf(value, "steps", kinds(false), Transform.Kind::code), OptionalDouble.empty());
    }
    for (Transform.Kind kind : kinds(true)) {
      if (object.members().keySet().equals(Set.of(kind.code()))) {
        return new Transform(kind, OptionalDouble.of(values.number(object, kind.code())));
      }
    }
    throw values.refuse(
        value,
        "a step with a number has one of "
            + Arrays.stream(kinds(true)).map(Transform.Kind::code).toList());
  }

  private static Transform.Kind[] kinds(boolean withOperand) {
    return Arrays.stream(Transform.Kind.values())
        .filter(kind -> kind.withOperand() == withOperand)
        .toArray(Transform.Kind[]::new);
  }
}
