package org.andiron.storage.index;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import ca.uhn.fhir.rest.server.util.ResourceSearchParams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parameters by which the registry says that a type is searched, compiled when they are first
 * needed and again when the registry has other definitions.
 */
final class ParameterCompiler {

  private static final Logger log = LoggerFactory.getLogger(ParameterCompiler.class);

  /** Kept in tables of their own. */
  private static final Set<String> NOT_INDEXED =
      Set.of("_id", "_lastUpdated", "_tag", "_profile", "_security", "_text", "_content");

  private static final Set<RestSearchParameterTypeEnum> COMPONENT_TYPES =
      Set.of(
          RestSearchParameterTypeEnum.TOKEN,
          RestSearchParameterTypeEnum.STRING,
          RestSearchParameterTypeEnum.DATE,
          RestSearchParameterTypeEnum.NUMBER,
          RestSearchParameterTypeEnum.QUANTITY,
          RestSearchParameterTypeEnum.URI,
          RestSearchParameterTypeEnum.REFERENCE);

  /**
   * R4 states the expressions of the components of this composite, a reference and a code, the
   * wrong way round; here they are by the component.
   */
  private static final String RELATIONSHIP =
      "http://hl7.org/fhir/SearchParameter/DocumentReference-relationship";

  private static final Map<String, String> RELATIONSHIP_COMPONENTS =
      Map.of(
          "http://hl7.org/fhir/SearchParameter/DocumentReference-relatesto", "target",
          "http://hl7.org/fhir/SearchParameter/DocumentReference-relation", "code");

  private final ISearchParamRegistry registry;
  private final FhirPathFallback fallback;
  private final Map<String, IndexedType> types = new ConcurrentHashMap<>();

  ParameterCompiler(FhirContext context, ISearchParamRegistry registry) {
    this.registry = registry;
    this.fallback = new FhirPathFallback(context);
  }

  /** The parameters of the type that are in force. */
  List<IndexedParameter> parameters(String resourceType) {
    ResourceSearchParams active =
        registry.getActiveSearchParams(resourceType, SearchParamLookupContextEnum.INDEX);
    IndexedType type = types.get(resourceType);
    if (type == null || !type.isCurrent(active, registry)) {
      type = compile(resourceType, active);
      types.put(resourceType, type);
    }
    return type.parameters();
  }

  private IndexedType compile(String resourceType, ResourceSearchParams active) {
    Map<String, RuntimeSearchParam> definitions = new HashMap<>();
    Map<String, RuntimeSearchParam> components = new HashMap<>();
    List<IndexedParameter> parameters = new ArrayList<>();
    active.values().stream()
        .sorted(
            Comparator.comparing(
                RuntimeSearchParam::getName, Comparator.nullsFirst(Comparator.naturalOrder())))
        .forEach(
            definition -> {
              definitions.put(definition.getName(), definition);
              IndexedParameter parameter = compile(resourceType, definition, components);
              if (parameter != null && parameter.expression() != Paths.NONE) {
                parameters.add(parameter);
              }
            });
    return new IndexedType(definitions, components, List.copyOf(parameters));
  }

  private @Nullable IndexedParameter compile(
      String resourceType,
      RuntimeSearchParam definition,
      Map<String, RuntimeSearchParam> components) {
    String code = definition.getName();
    RestSearchParameterTypeEnum type = definition.getParamType();
    // HAPI's constraints over several parameters are definitions too, but nobody searches by them.
    boolean isConstraint = definition.getComboSearchParamType() != null;
    if (isBlank(code)
        || NOT_INDEXED.contains(code)
        || type == null
        || isConstraint
        || isBlank(definition.getPath())) {
      return null;
    }
    Expression expression =
        CodeLists.expression(definition.getUri())
            .or(() -> expression(resourceType, code, definition.getPath()))
            .orElse(null);
    if (expression == null) {
      return null;
    }
    if (type != RestSearchParameterTypeEnum.COMPOSITE) {
      return IndexedParameter.simple(code, type, expression, targets(definition));
    }
    List<IndexedParameter> parts = components(resourceType, definition, components);
    return parts.isEmpty() ? null : IndexedParameter.composite(code, expression, parts);
  }

  /** The components of a composite, none if one of them cannot be evaluated. */
  private List<IndexedParameter> components(
      String resourceType,
      RuntimeSearchParam composite,
      Map<String, RuntimeSearchParam> definitions) {
    List<IndexedParameter> components = new ArrayList<>();
    for (RuntimeSearchParam.Component component : composite.getComponents()) {
      IndexedParameter compiled =
          component(resourceType, composite, component, components.size() + 1, definitions);
      if (compiled == null) {
        log.warn(
            "The composite parameter {} of {} cannot be indexed",
            composite.getName(),
            resourceType);
        return List.of();
      }
      components.add(compiled);
    }
    return components;
  }

  private @Nullable IndexedParameter component(
      String resourceType,
      RuntimeSearchParam composite,
      RuntimeSearchParam.Component component,
      int number,
      Map<String, RuntimeSearchParam> definitions) {
    String url = component.getReference();
    if (isBlank(url)) {
      return null;
    }
    RuntimeSearchParam definition =
        registry.getActiveSearchParamByUrl(url, SearchParamLookupContextEnum.INDEX);
    definitions.put(url, definition);
    if (definition == null || !COMPONENT_TYPES.contains(definition.getParamType())) {
      return null;
    }
    RestSearchParameterTypeEnum type = definition.getParamType();
    return componentExpression(resourceType, composite, component)
        .map(
            expression -> IndexedParameter.component(composite.getName(), number, type, expression))
        .orElse(null);
  }

  private Optional<Expression> componentExpression(
      String resourceType, RuntimeSearchParam composite, RuntimeSearchParam.Component component) {
    String path =
        RELATIONSHIP.equals(composite.getUri())
            ? RELATIONSHIP_COMPONENTS.getOrDefault(
                component.getReference(), component.getExpression())
            : component.getExpression();
    return isBlank(path) ? Optional.empty() : expression(resourceType, composite.getName(), path);
  }

  private Optional<Expression> expression(String resourceType, String code, String path) {
    Optional<Expression> expression =
        PathParser.parse(path, resourceType).or(() -> union(resourceType, path));
    if (expression.isEmpty()) {
      log.warn("The expression of the parameter {} of {} is not FHIRPath", code, resourceType);
    }
    return expression;
  }

  /** Leaves to the engine no more than it has to do; it cannot unite quantities anyway. */
  private Optional<Expression> union(String resourceType, String path) {
    List<Expression> members = new ArrayList<>();
    for (String member : PathParser.members(path)) {
      Optional<Expression> expression =
          PathParser.parse(member, resourceType).or(() -> fallback.parse(member));
      if (expression.isEmpty()) {
        return Optional.empty();
      }
      if (expression.get() != Paths.NONE) {
        members.add(expression.get());
      }
    }
    return Optional.of(members.isEmpty() ? Paths.NONE : Paths.union(List.copyOf(members)));
  }

  /** Definitions say in either way that a reference may lead to anything. */
  private static Set<String> targets(RuntimeSearchParam definition) {
    Set<String> targets = definition.getTargets();
    return targets == null || targets.contains("Resource") ? Set.of() : Set.copyOf(targets);
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
