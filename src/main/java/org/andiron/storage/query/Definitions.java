package org.andiron.storage.query;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.andiron.storage.query.ParameterDefinition.Component;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The search parameters that the server has, custom ones included. */
final class Definitions {

  private static final int NAMES_OFFERED = 5;

  private final ISearchParamRegistry registry;

  /** R4 means any type where it names so many: all but those that have no search parameters. */
  private static final int ANY = 140;

  private final Set<String> resourceTypes;

  Definitions(ISearchParamRegistry registry, Collection<String> resourceTypes) {
    this.registry = registry;
    this.resourceTypes = new TreeSet<>(resourceTypes);
  }

  /** The types, or all of them if there are none. */
  List<String> orAll(List<String> types) {
    return types.isEmpty() ? List.copyOf(resourceTypes) : types;
  }

  void requireType(String type, String parameter) {
    if (!resourceTypes.contains(type)) {
      throw new InvalidRequestException(
          "The search parameter '"
              + parameter
              + "' names the type '"
              + type
              + "', which does not exist. Did you mean "
              + String.join(", ", nearest(type, resourceTypes))
              + "?");
    }
  }

  /**
   * The definitions of a parameter, one for each kind that it is of in the types.
   *
   * @throws InvalidRequestException if one of the types does not have it
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

  private InvalidRequestException unknown(List<String> wanted, List<String> without, String code) {
    boolean some = without.size() < wanted.size();
    return new InvalidRequestException(
        "Unknown search parameter '"
            + code
            + "' for "
            + without.stream().limit(NAMES_OFFERED).collect(Collectors.joining(", "))
            + (some
                ? ", though not for all types that are searched; all of them must have it."
                : "." + didYouMean(wanted, code)));
  }

  /** A question that names the parameters of the types which are nearest to a name. */
  String didYouMean(List<String> types, String code) {
    Set<String> names = new TreeSet<>();
    for (String type : types) {
      names.addAll(
          registry
              .getActiveSearchParams(type, SearchParamLookupContextEnum.SEARCH)
              .getSearchParamNames());
    }
    return names.isEmpty() ? "" : " Did you mean " + String.join(", ", nearest(code, names)) + "?";
  }

  private static List<String> nearest(String name, Set<String> names) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return names.stream()
        .sorted(
            java.util.Comparator.comparing((String it) -> distance.apply(name, it))
                .thenComparing(java.util.Comparator.naturalOrder()))
        .limit(NAMES_OFFERED)
        .toList();
  }
}
