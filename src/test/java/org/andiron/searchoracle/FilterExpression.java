package org.andiron.searchoracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression of {@code _filter}.
 *
 * @see <a href="https://hl7.org/fhir/R4/search_filter.html">3.1.3</a>
 */
sealed interface FilterExpression {

  /** Both must be met. */
  record And(FilterExpression left, FilterExpression right) implements FilterExpression {}

  /** One must be met. */
  record Or(FilterExpression left, FilterExpression right) implements FilterExpression {}

  /** The other must not be met. */
  record Not(FilterExpression inner) implements FilterExpression {}

  /** A parameter, reached through references, compared with a value. */
  record Comparison(List<Step> path, String operator, String value) implements FilterExpression {}

  /** A parameter of a path; of what it refers to, only what meets the condition counts. */
  record Step(String code, @Nullable FilterExpression condition) {}

  static FilterExpression parse(String text) {
    return new FilterParser(text).parse();
  }
}
