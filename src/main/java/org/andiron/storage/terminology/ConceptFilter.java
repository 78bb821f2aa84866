package org.andiron.storage.terminology;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetFilterComponent;
import org.hl7.fhir.r4.model.ValueSet.FilterOperator;
import org.jspecify.annotations.Nullable;

/**
 * One {@code filter} of a value set on the concepts of a code system.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-filter-operator.html">Operators</a>
 */
@FunctionalInterface
interface ConceptFilter {

  /** Whether a concept passes. */
  boolean accepts(ConceptDefinitionComponent concept);

  /**
   * Reads a filter.
   *
   * @param valueSets the codes of this system in another value set, null when there is no such one
   * @throws InvalidRequestException when the filter is incomplete, or the code system has neither
   *     the property nor the operator
   */
  static ConceptFilter of(
      CodeSystem codeSystem,
      ConceptGraph graph,
      ConceptSetFilterComponent filter,
      Function<String, @Nullable Set<String>> valueSets) {
    if (!filter.hasProperty() || !filter.hasOp() || !filter.hasValue()) {
      throw new InvalidRequestException("A filter needs property, op and value");
    }
    String property = filter.getProperty();
    if (Set.of("concept", "code").contains(property)) {
      return onCode(graph, filter, valueSets);
    }
    Function<ConceptDefinitionComponent, Stream<String>> values =
        switch (property) {
          case "display" -> concept -> Stream.ofNullable(concept.getDisplay());
          case "definition" -> concept -> Stream.ofNullable(concept.getDefinition());
          default -> concept -> propertyValues(concept, property);
        };
    if (property.equals("parent") && filter.getOp() == FilterOperator.EQUAL) {
      return concept -> graph.isChild(concept.getCode(), filter.getValue());
    }
    if (property.equals("child") && filter.getOp() == FilterOperator.EQUAL) {
      return concept -> graph.isChild(filter.getValue(), concept.getCode());
    }
    if (!Set.of("display", "definition").contains(property) && !has(codeSystem, graph, property)) {
      throw new InvalidRequestException(
          "A filter names a property that the code system does not have: " + property);
    }
    if (filter.getOp() == FilterOperator.EXISTS) {
      boolean wanted = wantsExistence(filter);
      return concept -> values.apply(concept).findAny().isPresent() == wanted;
    }
    Predicate<String> test = onText(filter);
    return filter.getOp() == FilterOperator.NOTIN
        ? concept -> values.apply(concept).allMatch(test)
        : concept -> values.apply(concept).anyMatch(test);
  }

  private static ConceptFilter onCode(
      ConceptGraph graph,
      ConceptSetFilterComponent filter,
      Function<String, @Nullable Set<String>> valueSets) {
    String value = filter.getValue();
    return switch (filter.getOp()) {
      case ISA -> below(graph, value, true, true);
      case DESCENDENTOF -> below(graph, value, false, true);
      case ISNOTA -> below(graph, value, true, false);
      case GENERALIZES -> {
        requireConcept(graph, value);
        Set<String> above = graph.above(value);
        yield concept -> graph.contains(above, concept.getCode());
      }
      case IN, NOTIN -> {
        Set<String> referenced = valueSets.apply(value);
        Set<String> codes = referenced == null ? list(value) : referenced;
        boolean wanted = filter.getOp() == FilterOperator.IN;
        yield concept -> codes.stream().anyMatch(it -> graph.same(it, concept.getCode())) == wanted;
      }
      case EQUAL -> concept -> graph.same(concept.getCode(), value);
      case REGEX -> {
        RegexFilter regex = new RegexFilter(value);
        yield concept -> regex.matches(concept.getCode());
      }
      case EXISTS -> {
        boolean wanted = wantsExistence(filter);
        yield concept -> wanted;
      }
      default -> throw unsupported(filter);
    };
  }

  private static ConceptFilter below(
      ConceptGraph graph, String value, boolean itself, boolean wanted) {
    requireConcept(graph, value);
    Set<String> below = graph.below(value);
    return concept ->
        (graph.contains(below, concept.getCode())
                && (itself || !graph.same(concept.getCode(), value)))
            == wanted;
  }

  private static Predicate<String> onText(ConceptSetFilterComponent filter) {
    String value = filter.getValue();
    return switch (filter.getOp()) {
      case EQUAL -> value::equals;
      case IN -> list(value)::contains;
      case NOTIN -> text -> !list(value).contains(text);
      case REGEX -> new RegexFilter(value)::matches;
      default -> throw unsupported(filter);
    };
  }

  private static void requireConcept(ConceptGraph graph, String code) {
    if (graph.find(code) == null) {
      throw new UnprocessableEntityException(
          "A filter names a code that the code system does not have: " + code);
    }
  }

  private static boolean wantsExistence(ConceptSetFilterComponent filter) {
    return switch (filter.getValue()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidRequestException("A filter 'exists' needs true or false");
    };
  }

  private static Set<String> list(String value) {
    return Arrays.stream(value.split(",", -1)).map(String::strip).collect(Collectors.toSet());
  }

  private static boolean has(CodeSystem codeSystem, ConceptGraph graph, String property) {
    return codeSystem.getProperty().stream().anyMatch(it -> property.equals(it.getCode()))
        || graph.concepts().stream()
            .anyMatch(it -> propertyValues(it, property).findAny().isPresent());
  }

  private static Stream<String> propertyValues(
      ConceptDefinitionComponent concept, String property) {
    return List.copyOf(concept.getProperty()).stream()
        .filter(it -> property.equals(it.getCode()))
        .map(ConceptGraph::valueOf)
        .filter(Objects::nonNull);
  }

  private static InvalidRequestException unsupported(ConceptSetFilterComponent filter) {
    return new InvalidRequestException(
        "A filter on "
            + filter.getProperty()
            + " has an operator that is not supported: "
            + filter.getOp().toCode());
  }
}
