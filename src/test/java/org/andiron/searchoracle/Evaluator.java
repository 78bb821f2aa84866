package org.andiron.searchoracle;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Resource;

/** Whether a resource meets a criterion. */
final class Evaluator {

  /** Tests that are met when none of the elements meets them. */
  private static final Set<String> NEGATIONS = Set.of("not", "not-in");

  /** Parameters of whose texts only the beginnings are searched. */
  private static final Set<String> LABELS = Set.of("_tag", "_security");

  private final Cohort cohort;
  private final Instant now;
  private final SearchDefinitions definitions = SearchDefinitions.r4();
  private final Extraction extraction;
  private final QuantityTests quantities;
  private final TokenTests tokens;
  private final ReferenceTests references;
  private final Nearness near;

  Evaluator(Cohort cohort, Instant now) {
    this.cohort = cohort;
    this.now = now;
    Units units = new Units();
    extraction = new Extraction(cohort);
    quantities = new QuantityTests(units);
    tokens = new TokenTests(new Terminology(cohort));
    references = new ReferenceTests(cohort, tokens);
    near = new Nearness(units);
  }

  boolean isMet(Resource resource, Criterion criterion) {
    if (criterion instanceof Criterion.Chain chain) {
      return isMet(resource, chain);
    }
    if (criterion instanceof Criterion.Has has) {
      return isMet(resource, has);
    }
    return isMet(resource, (Criterion.Parameter) criterion);
  }

  SearchDefinition definition(String type, String code) {
    return definitions
        .find(type, code)
        .orElseThrow(() -> new BadSearch(type + " has no parameter " + code));
  }

  List<Base> values(Resource resource, String code) {
    return extraction.values(resource, definition(resource.fhirType(), code));
  }

  /** What the references of a parameter point to, as far as it is in the cohort or contained. */
  List<Resource> targets(Resource resource, String code) {
    if (definition(resource.fhirType(), code).type() != SearchParamType.REFERENCE) {
      throw new BadSearch(code + " is not a reference");
    }
    return values(resource, code).stream()
        .flatMap(reference -> cohort.resolve(resource, reference).stream())
        .toList();
  }

  QuantityTests quantities() {
    return quantities;
  }

  private boolean isMet(Resource resource, Criterion.Chain chain) {
    Set<String> types = definition(resource.fhirType(), chain.reference()).targets();
    if (chain.targetType() == null
        ? types.stream().noneMatch(type -> isKnown(type, chain.rest()))
        : !types.isEmpty() && !types.contains(chain.targetType())) {
      throw new BadSearch("A chain that leads nowhere: " + chain);
    }
    return targets(resource, chain.reference()).stream()
        .filter(
            target ->
                chain.targetType() == null
                    ? isKnown(target.fhirType(), chain.rest())
                    : target.fhirType().equals(chain.targetType()))
        .anyMatch(target -> isMet(target, chain.rest()));
  }

  private boolean isKnown(String type, Criterion criterion) {
    if (criterion instanceof Criterion.Chain chain) {
      return definitions.find(type, chain.reference()).isPresent();
    }
    return !(criterion instanceof Criterion.Parameter parameter)
        || Set.of("_list", "_filter").contains(parameter.code())
        || definitions.find(type, parameter.code()).isPresent();
  }

  private boolean isMet(Resource resource, Criterion.Has has) {
    definition(has.sourceType(), has.reference());
    return cohort.ofType(has.sourceType()).stream()
        .filter(source -> targets(source, has.reference()).contains(resource))
        .anyMatch(source -> isMet(source, has.rest()));
  }

  private boolean isMet(Resource resource, Criterion.Parameter parameter) {
    if (parameter.code().equals("_list")) {
      return parameter.values().stream().anyMatch(list -> isOn(list, resource));
    }
    if (parameter.code().equals("_filter")) {
      return new FilterEvaluator(this)
          .isMet(resource, FilterExpression.parse(parameter.values().get(0)));
    }
    SearchDefinition definition = definition(resource.fhirType(), parameter.code());
    if (parameter.modifier().equals("missing")) {
      boolean missing = extraction.values(resource, definition).isEmpty();
      return parameter.values().contains(Boolean.toString(missing));
    }
    if (parameter.modifier().equals("text") && !LABELS.contains(parameter.code())) {
      return hasText(resource, definition, parameter);
    }
    boolean any =
        definition.type() == SearchParamType.COMPOSITE
            ? isComposed(resource, definition, parameter)
            : anyElement(resource, definition, parameter);
    return NEGATIONS.contains(parameter.modifier()) != any;
  }

  /** The texts of all elements count together. */
  private boolean hasText(
      Resource resource, SearchDefinition definition, Criterion.Parameter parameter) {
    if (definition.type() != SearchParamType.TOKEN
        && definition.type() != SearchParamType.REFERENCE) {
      throw new BadSearch(definition.code() + " has no modifier text");
    }
    List<String> texts =
        extraction.values(resource, definition).stream()
            .flatMap(element -> Token.texts(element).stream())
            .toList();
    return parameter.values().stream()
        .anyMatch(value -> TextQuestion.isMet(Escapes.unescape(value), texts));
  }

  private boolean anyElement(
      Resource resource, SearchDefinition definition, Criterion.Parameter parameter) {
    ElementTest test = test(definition, parameter.modifier());
    return extraction.values(resource, definition).stream()
        .anyMatch(
            element -> parameter.values().stream().anyMatch(value -> test.isMet(element, value)));
  }

  /** The test of one element for a parameter with a modifier, which may be empty. */
  ElementTest test(SearchDefinition definition, String modifier) {
    boolean judged =
        definition.usage().equals("normal") || definition.type() == SearchParamType.SPECIAL;
    if (!judged || definition.paths().isEmpty()) {
      throw new BadSearch("No judgement of " + definition.code());
    }
    return switch (definition.type()) {
      case REFERENCE -> references.of(definition, modifier);
      case STRING -> StringTests.of(definition, modifier);
      default -> test(definition.type(), definition.code(), modifier);
    };
  }

  private ElementTest test(SearchParamType type, String code, String modifier) {
    return switch (type) {
      case DATE -> DateTests.of(modifier, now);
      case TOKEN -> tokens.of(modifier);
      case URI -> UriTests.of(modifier);
      case NUMBER -> quantities.number(modifier);
      case QUANTITY -> quantities.quantity(modifier);
      case SPECIAL -> near;
      default -> throw new BadSearch("No judgement of " + code);
    };
  }

  /**
   * Whether one element meets all parts of a value.
   *
   * @see <a href="https://hl7.org/fhir/R4/search.html#composite">3.1.1.4.17</a>
   */
  private boolean isComposed(
      Resource resource, SearchDefinition definition, Criterion.Parameter parameter) {
    if (!parameter.modifier().isEmpty()) {
      throw new BadSearch("A composite parameter has no modifiers");
    }
    return parameter.values().stream()
        .map(value -> Escapes.split(value, '$'))
        .anyMatch(
            parts ->
                extraction.values(resource, definition).stream()
                    .anyMatch(root -> isComposed(root, definition, parts)));
  }

  private boolean isComposed(Base root, SearchDefinition definition, List<String> parts) {
    if (parts.size() != definition.components().size()) {
      throw new BadSearch(definition.code() + " has other parts than " + parts);
    }
    for (int i = 0; i < parts.size(); i++) {
      SearchDefinition.Component component = definition.components().get(i);
      ElementTest test =
          component.type() == SearchParamType.STRING
              ? StringTests.of(definition, "")
              : test(component.type(), definition.code(), "");
      String part = parts.get(i);
      if (extraction.values(root, component.expression()).stream()
          .noneMatch(element -> test.isMet(element, part))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a list, given by id, has a resource.
   *
   * @see <a href="https://hl7.org/fhir/R4/search.html#list">3.1.1.4.22</a>
   */
  private boolean isOn(String list, Resource resource) {
    return cohort.find("List/" + Escapes.unescape(list)).map(ListResource.class::cast).stream()
        .flatMap(found -> found.getEntry().stream())
        .anyMatch(
            entry ->
                cohort
                    .resolve(resource, entry.getItem())
                    .filter(item -> item == resource)
                    .isPresent());
  }
}
