package org.andiron.risk.model;

import java.util.Optional;
import org.andiron.risk.model.FeatureValue.Quantity;

/**
 * Where an input that can be changed should be, by a publication.
 *
 * @param when for whom
 * @param range of a quantity, with its ends; all numbers for others
 * @param value of a truth or a category
 * @param meaning of the value as a clause, such as "the patient did not smoke"
 * @param source publication that names the goal
 */
public record Goal(
    String input,
    Condition when,
    Range range,
    Optional<FeatureValue> value,
    Optional<LocalText> meaning,
    LocalText source) {

  /**
   * The value at the goal that is nearest to that of a person. Empty if it is there already, has no
   * value, or the goal is not known to be one for such people.
   */
  public Optional<FeatureValue> target(FeatureVector person) {
    boolean known = when.inputs().stream().allMatch(it -> person.get(it).isPresent());
    if (!known || !when.holds(InputSource.of(person))) {
      return Optional.empty();
    }
    return person
        .get(input)
        .flatMap(actual -> nearest(actual).filter(target -> !target.equals(actual)));
  }

  private Optional<FeatureValue> nearest(FeatureValue actual) {
    return actual instanceof Quantity quantity
        ? Optional.of(new Quantity(range.nearest(quantity.value())))
        : value;
  }
}
