package org.andiron.searchoracle;

import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;

/**
 * Whether a resource meets a {@code _filter}. Strings are compared folded, as by default in other
 * searches; {@code ne} asks for a value that differs, so that what has none does not meet it.
 *
 * @see <a href="https://hl7.org/fhir/R4/search_filter.html">3.1.3.2</a>
 */
final class FilterEvaluator {

  private final Evaluator evaluator;

  FilterEvaluator(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  boolean isMet(Resource resource, FilterExpression filter) {
    if (filter instanceof FilterExpression.And and) {
      return isMet(resource, and.left()) && isMet(resource, and.right());
    }
    if (filter instanceof FilterExpression.Or or) {
      return isMet(resource, or.left()) || isMet(resource, or.right());
    }
    if (filter instanceof FilterExpression.Not not) {
      return !isMet(resource, not.inner());
    }
    FilterExpression.Comparison comparison = (FilterExpression.Comparison) filter;
    return isMet(resource, comparison.path(), comparison);
  }

  private boolean isMet(
      Resource resource, List<FilterExpression.Step> path, FilterExpression.Comparison comparison) {
    FilterExpression.Step step = path.get(0);
    if (path.size() == 1) {
      return isMet(resource, step.code(), comparison.operator(), comparison.value());
    }
    List<FilterExpression.Step> rest = path.subList(1, path.size());
    return evaluator.targets(resource, step.code()).stream()
        .filter(target -> isKnown(target, rest.get(0).code()))
        .filter(target -> step.condition() == null || isMet(target, step.condition()))
        .anyMatch(target -> isMet(target, rest, comparison));
  }

  /** References may point to types that lack the parameter. */
  private static boolean isKnown(Resource target, String code) {
    return SearchDefinitions.r4().find(target.fhirType(), code).isPresent();
  }

  private boolean isMet(Resource resource, String code, String operator, String value) {
    SearchDefinition definition = evaluator.definition(resource.fhirType(), code);
    List<Base> elements = evaluator.values(resource, code);
    if (operator.equals("pr")) {
      return Boolean.parseBoolean(value) != elements.isEmpty();
    }
    if (operator.equals("ni")) {
      return elements.stream().noneMatch(element -> isMet(element, definition, "in", value));
    }
    return elements.stream().anyMatch(element -> isMet(element, definition, operator, value));
  }

  private boolean isMet(Base element, SearchDefinition definition, String operator, String value) {
    return switch (definition.type()) {
      case STRING, URI -> isText(StringTests.parts(element), operator, value);
      case TOKEN -> isToken(element, definition, operator, value);
      case REFERENCE -> isReference(element, definition, operator, value);
      case DATE ->
          operator.equals("po")
              ? DateTests.range(element)
                  .map(target -> DateRange.parse(value).overlaps(target))
                  .orElse(false)
              : isOrdered(element, definition, operator, value);
      default -> isOrdered(element, definition, operator, value);
    };
  }

  private static boolean isText(List<String> parts, String operator, String value) {
    return parts.stream()
        .anyMatch(
            part ->
                switch (operator) {
                  case "eq" -> isEqual(part, value);
                  case "ne" -> !isEqual(part, value);
                  case "co" -> StringTests.contains(part, value);
                  case "sw" -> StringTests.startsWith(part, value);
                  case "ew" -> StringTests.endsWith(part, value);
                  default -> throw unknown(operator);
                });
  }

  private static boolean isEqual(String part, String value) {
    return Folding.forms(value).contains(Folding.fold(part));
  }

  private boolean isToken(
      Base element, SearchDefinition definition, String operator, String value) {
    return switch (operator) {
      case "eq" -> isMet(definition, "", element, value);
      case "ne" -> !isMet(definition, "", element, value);
      case "in" -> isMet(definition, "in", element, value);
      case "ss" -> isMet(definition, "below", element, value);
      case "sb" -> isMet(definition, "above", element, value);
      default -> throw unknown(operator);
    };
  }

  private boolean isReference(
      Base element, SearchDefinition definition, String operator, String value) {
    return switch (operator) {
      case "eq", "re" -> isMet(definition, "", element, value);
      case "ne" -> !isMet(definition, "", element, value);
      default -> throw unknown(operator);
    };
  }

  private boolean isOrdered(
      Base element, SearchDefinition definition, String operator, String value) {
    try {
      Prefix.valueOf(operator.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw unknown(operator);
    }
    return isMet(definition, "", element, operator + value);
  }

  /** A filter's value has no escapes; bars still part systems from codes. */
  private boolean isMet(SearchDefinition definition, String modifier, Base element, String value) {
    return evaluator
        .test(definition, modifier)
        .isMet(element, value.replaceAll("([\\\\,$])", "\\\\$1"));
  }

  private static BadSearch unknown(String operator) {
    return new BadSearch("_filter: no operator " + operator + " for this parameter");
  }
}
