package org.andiron.risk.explanation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Range;

/** Inputs, their values and their limits, as people write them. */
final class InputWords {

  private static final Pattern ANNOTATION = Pattern.compile("\\{[^}]*}");

  private final Words words;
  private final Figures figures;

  InputWords(Words words, Figures figures) {
    this.words = words;
    this.figures = figures;
  }

  String title(ModelInput input) {
    return words.language().of(input.title());
  }

  /** Title and value. */
  String pair(InputValue actual) {
    return words.say("pair", title(actual.input()), value(actual.input(), actual.value()));
  }

  /** All of them in a row. */
  String pairs(List<InputValue> actual) {
    return words.row("pairs", actual.stream().map(this::inRow).toList());
  }

  private String inRow(InputValue actual) {
    return words.say("pair.in.row", title(actual.input()), value(actual.input(), actual.value()));
  }

  String value(ModelInput input, FeatureValue value) {
    return value instanceof Quantity quantity
        ? quantity(input, quantity.value(), figures.quantity(quantity.value()))
        : named(input, value);
  }

  /** A value that must not look like the other one. */
  String distinct(ModelInput input, FeatureValue value, FeatureValue other) {
    return value instanceof Quantity quantity && other instanceof Quantity away
        ? quantity(
            input,
            quantity.value(),
            figures.quantity(quantity.value(), it -> it.doubleValue() != away.value()))
        : value(input, value);
  }

  /** A value that must look as far out of a range as it is. */
  String outside(ModelInput input, double value, Range limit) {
    return quantity(
        input,
        value,
        figures.quantity(value, it -> limit.contains(it.doubleValue()) == limit.contains(value)));
  }

  /** What values there can be. */
  String needed(ModelInput input, Range limit) {
    return switch (input.kind()) {
      case QUANTITY -> range(limit, input.unit());
      case TRUTH -> words.say("kind.TRUTH");
      case CATEGORY ->
          words.oneOf(input.categoryTitles().values().stream().map(words.language()::of).toList());
    };
  }

  String kind(InputKind kind) {
    return words.say("kind." + kind.name());
  }

  /** A range with its unit. */
  String range(Range range, Optional<String> unit) {
    return range.equals(Range.ALL)
        ? words.say("kind.QUANTITY")
        : withUnit(unit, ends(range), false);
  }

  /** A range of numbers that have a unit of their own or none. */
  String ends(Range range) {
    Optional<String> least = number(range.from().isPresent() ? range.from() : range.above());
    Optional<String> largest = number(range.to().isPresent() ? range.to() : range.below());
    String key =
        (range.from().isPresent() ? "from" : "")
            + (range.above().isPresent() ? "above" : "")
            + (least.isPresent() && largest.isPresent() ? "." : "")
            + (range.to().isPresent() ? "to" : "")
            + (range.below().isPresent() ? "below" : "");
    return words.say("range." + key, least.orElse(""), largest.orElse(""));
  }

  String withUnit(Optional<String> unit, String number, boolean one) {
    if (unit.isEmpty()) {
      return number;
    }
    String key = "unit." + unit.get();
    if (one && words.has(key + ".one")) {
      return words.say(key + ".one", number);
    }
    if (words.has(key)) {
      return words.say(key, number);
    }
    return words.say("unit", number, ANNOTATION.matcher(unit.get()).replaceAll("")).strip();
  }

  private String quantity(ModelInput input, double value, String number) {
    return withUnit(input.unit(), number, value == 1);
  }

  private String named(ModelInput input, FeatureValue value) {
    if (value instanceof Truth truth) {
      return words.say(truth.value() ? "yes" : "no");
    }
    String code = ((Category) value).code();
    LocalText title = input.categoryTitles().get(code);
    return title == null ? code : words.language().of(title);
  }

  private Optional<String> number(OptionalDouble end) {
    return end.isPresent() ? Optional.of(figures.exact(end.getAsDouble())) : Optional.empty();
  }
}
