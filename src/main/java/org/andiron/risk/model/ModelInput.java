package org.andiron.risk.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;

/**
 * An input that a model declares.
 *
 * @param name by which a {@link FeatureVector} has it
 * @param definition what it means in the publication
 * @param unit in UCUM, of quantities
 * @param range in which the model holds; what is outside is refused, never cut off
 * @param categoryTitles of a category, by code; empty for other kinds
 * @param assumption what a missing value stands for; without one it is missing
 */
public record ModelInput(
    String name,
    LocalText title,
    String definition,
    InputKind kind,
    Optional<String> unit,
    Range range,
    Map<String, LocalText> categoryTitles,
    Optional<Assumption> assumption) {

  /**
   * What the model takes a missing value for.
   *
   * @param because why the publication allows it, or what is uncertain of it
   */
  public record Assumption(FeatureValue value, String because) {}

  public ModelInput {
    categoryTitles = Collections.unmodifiableMap(new LinkedHashMap<>(categoryTitles));
  }

  /** The same with another range. */
  public ModelInput within(Range narrower) {
    return new ModelInput(
        name, title, definition, kind, unit, narrower, categoryTitles, assumption);
  }

  /** Codes of a category, in the order of the card; empty for other kinds. */
  public List<String> categories() {
    return List.copyOf(categoryTitles.keySet());
  }

  /** Why the model cannot take the value, if it cannot. */
  public Optional<RefusalReason> objection(FeatureValue value) {
    if (InputKind.of(value) != kind) {
      return Optional.of(new RefusalReason.WrongKind(name, kind, InputKind.of(value)));
    }
    if (value instanceof Quantity quantity && !range.contains(quantity.value())) {
      return Optional.of(new RefusalReason.OutOfRange(name, quantity.value(), range));
    }
    if (value instanceof Category category && !categoryTitles.containsKey(category.code())) {
      return Optional.of(new RefusalReason.UnknownCategory(name, category.code(), categories()));
    }
    return Optional.empty();
  }
}
