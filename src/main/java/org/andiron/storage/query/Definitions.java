package org.andiron.storage.query;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import ca.uhn.fhir.util.SearchParameterUtil;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.andiron.storage.query.ParameterDefinition.Component;

/** The search parameters that the server has, custom ones included. */
final class Definitions {

  /** The parameter of a resource's canonical URL. */
  static final String CANONICAL_URL = "url";

  /** By type and path; of all paths at once it takes long to find out. */
  private static final Map<String, Boolean> CANONICAL_PATHS = new ConcurrentHashMap<>();

  private static final int TYPES_NAMED = 5;

  /** R4 means any type where it names so many: all but those that have no search parameters. */
  private static final int ANY = 140;

  private final FhirContext context;
  private final ISearchParamRegistry registry;
  private final Set<String> resourceTypes;

  Definitions(FhirContext context, ISearchParamRegistry registry) {
    this.context = context;
    this.registry = registry;
    this.resourceTypes = new TreeSet<>(context.getResourceTypes());
  }

  /** The types, or all of them if there are none. */
  List<String> orAll(List<String> types) {
    return types.isEmpty() ? List.copyOf(resourceTypes) : types;
  }

  /** Whether these are all types there are. */
  boolean isEveryType(List<String> types) {
    return types.size() == resourceTypes.size();
  }

  /** A type in the name of a parameter. */
  void requireType(String type, String parameter) {
    if (!resourceTypes.contains(type)) {
      throw new UnsupportedSearchException(unknownType(type, parameter));
    }
  }

  /** A type in the value of a parameter. */
  void requireTypeInValue(String type, String parameter) {
    if (!resourceTypes.contains(type)) {
      throw new InvalidRequestException(unknownType(type, parameter));
    }
  }

  private String unknownType(String type, String parameter) {
    return "The search parameter '"
        + parameter
        + "' names the type '"
        + NearestNames.shortened(type)
        + "', which does not exist."
        + NearestNames.question(type, resourceTypes);
  }

  /**
   * The definitions of a parameter, one for each kind that it is of in the types.
   *
   * @throws UnsupportedSearchException if one of the types does not have it
   */
  List<ParameterDefinition> require(List<String> types, String code) {
    List<String> wanted = orAll(types);
    List<String> without = wanted.stream().filter(it -> find(it, code).isEmpty()).toList();
    if (!without.isEmpty()) {
      throw unknown(wanted, without, code);
    }
    return ofTypes(wanted, code);
  }

  /** The types among these that have a parameter. */
  List<String> having(List<String> types, String code) {
    return orAll(types).stream().filter(it -> find(it, code).isPresent()).toList();
  }

  private List<ParameterDefinition> ofTypes(List<String> types, String code) {
    Map<ParameterKind, List<String>> byKind = new EnumMap<>(ParameterKind.class);
    for (String type : types) {
      find(type, code)
          .flatMap(it -> ParameterKind.of(it.getParamType()))
          .ifPresent(kind -> byKind.computeIfAbsent(kind, it -> new ArrayList<>()).add(type));
    }
    List<ParameterDefinition> definitions = new ArrayList<>();
    byKind.forEach((kind, ofKind) -> definitions.add(definition(kind, ofKind, code)));
    return definitions;
  }

  private ParameterDefinition definition(ParameterKind kind, List<String> types, String code) {
    Set<String> paths = new TreeSet<>();
    Set<String> targets = new TreeSet<>();
    List<Component> components = new ArrayList<>();
    for (String type : types) {
      RuntimeSearchParam parameter = find(type, code).orElseThrow();
      if (kind == ParameterKind.REFERENCE) {
        paths.addAll(paths(parameter, type));
        targets.addAll(targets(parameter));
      } else if (kind == ParameterKind.COMPOSITE && components.isEmpty()) {
        components.addAll(components(parameter));
      }
    }
    return new ParameterDefinition(
        new IndexKey(code, types), kind, List.copyOf(paths), List.copyOf(targets), components);
  }

  /** Those alternatives of the expression that start at the type. */
  private static List<String> paths(RuntimeSearchParam parameter, String type) {
    return parameter.getPathsSplit().stream()
        .map(String::strip)
        .filter(
            it ->
                it.contains(type + ".")
                    || it.contains("Resource.")
                    || it.contains("DomainResource."))
        .toList();
  }

  private List<Component> components(RuntimeSearchParam composite) {
    List<Component> components = new ArrayList<>();
    for (RuntimeSearchParam.Component component : composite.getComponents()) {
      RuntimeSearchParam parameter =
          registry.getActiveSearchParamByUrl(
              component.getReference(), SearchParamLookupContextEnum.ALL);
      if (parameter == null) {
        throw new InvalidRequestException(
            "The search parameter '"
                + composite.getName()
                + "' is a composite of "
                + component.getReference()
                + ", which this server does not have.");
      }
      ParameterKind.of(parameter.getParamType())
          .ifPresent(
              kind -> components.add(new Component(parameter.getName(), kind, targets(parameter))));
    }
    return components;
  }

  private List<String> targets(RuntimeSearchParam parameter) {
    if (parameter.getTargets().size() >= ANY) {
      return List.copyOf(resourceTypes);
    }
    return parameter.getTargets().stream().filter(resourceTypes::contains).sorted().toList();
  }

  private Optional<RuntimeSearchParam> find(String type, String code) {
    return Optional.ofNullable(
        registry.getActiveSearchParam(type, code, SearchParamLookupContextEnum.SEARCH));
  }

  /** The reference parameters of a type, by name. */
  List<String> references(String type) {
    return registry
        .getActiveSearchParams(type, SearchParamLookupContextEnum.SEARCH)
        .values()
        .stream()
        .filter(it -> it.getParamType() == RestSearchParameterTypeEnum.REFERENCE)
        .map(RuntimeSearchParam::getName)
        .sorted()
        .toList();
  }

  /** Whether a reference parameter of a type may lead somewhere by a canonical URL. */
  boolean mayBeCanonical(String type, String code) {
    return find(type, code)
        .filter(it -> it.getParamType() == RestSearchParameterTypeEnum.REFERENCE)
        .map(it -> paths(it, type).stream().anyMatch(path -> mayBeCanonicalAt(type, path)))
        .orElse(false);
  }

  private boolean mayBeCanonicalAt(String type, String path) {
    return CANONICAL_PATHS.computeIfAbsent(
        type + ' ' + path,
        it ->
            SearchParameterUtil.referencePathCouldPotentiallyReferenceCanonicalElement(
                context, type, path, false));
  }

  /** The types among these whose resources have a canonical URL. */
  List<String> withCanonicalUrl(List<String> types) {
    return orAll(types).stream()
        .filter(
            type ->
                find(type, CANONICAL_URL)
                    .filter(it -> it.getParamType() == RestSearchParameterTypeEnum.URI)
                    .isPresent())
        .toList();
  }

  private UnsupportedSearchException unknown(
      List<String> wanted, List<String> without, String code) {
    String unknown =
        "Unknown search parameter '"
            + NearestNames.shortened(code)
            + "' for "
            + without.stream().limit(TYPES_NAMED).collect(Collectors.joining(", "))
            + (without.size() > TYPES_NAMED
                ? " and " + (without.size() - TYPES_NAMED) + " more types"
                : "");
    return new UnsupportedSearchException(
        without.size() < wanted.size()
            ? unknown
                + ", though not for all types that are searched; all of them must have it."
                + (wanted.size() > TYPES_NAMED ? " Name fewer types with _type." : "")
                + offer(wanted, code)
            : unknown + '.' + offer(wanted, code));
  }

  /** A question with the nearest parameters that all of the types have, and all of these. */
  private String offer(List<String> types, String code) {
    Set<String> common = new TreeSet<>(names(types.get(0)));
    types.stream().skip(1).forEach(it -> common.retainAll(names(it)));
    Set<String> near = new TreeSet<>(common);
    near.addAll(CommonParameters.ALL);
    near.addAll(SearchResultParameters.NAMES);
    near.remove(code);
    return NearestNames.question(code, near)
        + list(types.size() == 1 ? types.get(0) + " has" : "These types all have", common);
  }

  /** The same for a chain, for which it is enough that one of the types has it. */
  String offerForChain(List<String> types, String code) {
    Set<String> names = new TreeSet<>(CommonParameters.ALL);
    types.forEach(it -> names.addAll(names(it)));
    return NearestNames.question(code, names)
        + (types.size() == 1 ? list(types.get(0) + " has", names) : "");
  }

  private static String list(String have, Collection<String> names) {
    List<String> own = names.stream().filter(it -> !it.startsWith("_")).toList();
    return own.isEmpty() ? "" : ' ' + have + ": " + String.join(", ", own) + '.';
  }

  private Collection<String> names(String type) {
    return registry
        .getActiveSearchParams(type, SearchParamLookupContextEnum.SEARCH)
        .getSearchParamNames();
  }
}
