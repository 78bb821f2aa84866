package org.andiron.searchoracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/** The search parameters that R4 defines, read from its bundle {@code search-parameters}. */
final class SearchDefinitions {

  private static final String BUNDLE = "/org/hl7/fhir/r4/model/sp/search-parameters.json";
  private static final Pattern RESOLVES_TO =
      Pattern.compile("\\.where\\(resolve\\(\\) is (\\w+)\\)");
  private static final Set<String> ABSTRACT_TYPES = Set.of("Resource", "DomainResource");

  private static final class Holder {
    static final SearchDefinitions R4 = new SearchDefinitions();
  }

  private final Map<String, Map<String, SearchDefinition>> byType = new HashMap<>();

  private SearchDefinitions() {
    List<JsonNode> parameters = new ArrayList<>();
    Map<String, JsonNode> byUrl = new HashMap<>();
    for (JsonNode entry : read().path("entry")) {
      JsonNode parameter = entry.path("resource");
      parameters.add(parameter);
      byUrl.put(parameter.path("url").asText(), parameter);
    }
    for (JsonNode parameter : parameters) {
      for (JsonNode base : parameter.path("base")) {
        SearchDefinition definition = definition(parameter, base.asText(), byUrl);
        byType
            .computeIfAbsent(base.asText(), type -> new TreeMap<>())
            .put(definition.code(), definition);
      }
    }
  }

  static SearchDefinitions r4() {
    return Holder.R4;
  }

  /** All parameters of a type, those of all resources included, by code. */
  Map<String, SearchDefinition> of(String resourceType) {
    Map<String, SearchDefinition> all = new TreeMap<>();
    ABSTRACT_TYPES.forEach(type -> all.putAll(byType.getOrDefault(type, Map.of())));
    all.putAll(byType.getOrDefault(resourceType, Map.of()));
    return all;
  }

  Optional<SearchDefinition> find(String resourceType, String code) {
    return Optional.ofNullable(of(resourceType).get(code));
  }

  private static SearchDefinition definition(
      JsonNode parameter, String base, Map<String, JsonNode> byUrl) {
    List<SearchDefinition.Path> paths = new ArrayList<>();
    for (String branch : branches(parameter.path("expression").asText(""))) {
      if (startsWithType(branch, base)) {
        paths.add(path(branch));
      }
    }
    List<SearchDefinition.Component> components = new ArrayList<>();
    for (JsonNode component : parameter.path("component")) {
      JsonNode part = Objects.requireNonNull(byUrl.get(component.path("definition").asText()));
      components.add(
          new SearchDefinition.Component(
              SearchParamType.fromCode(part.path("type").asText()),
              fhirPath(component.path("expression").asText())));
    }
    return new SearchDefinition(
        base,
        parameter.path("code").asText(),
        SearchParamType.fromCode(parameter.path("type").asText()),
        List.copyOf(paths),
        targets(parameter, paths),
        List.copyOf(components),
        parameter.path("xpathUsage").asText("normal"));
  }

  private static Set<String> targets(JsonNode parameter, List<SearchDefinition.Path> paths) {
    Set<String> targets = new TreeSet<>();
    parameter.path("target").forEach(target -> targets.add(target.asText()));
    Set<String> only = new TreeSet<>();
    paths.forEach(path -> path.onlyTarget().ifPresent(only::add));
    return !only.isEmpty() && only.size() == paths.size() ? only : targets;
  }

  private static SearchDefinition.Path path(String branch) {
    Matcher only = RESOLVES_TO.matcher(branch);
    Optional<String> target = only.find() ? Optional.of(only.group(1)) : Optional.empty();
    return new SearchDefinition.Path(fhirPath(only.replaceAll("")), target);
  }

  /** The definitions write some data types as classes. */
  private static String fhirPath(String expression) {
    return expression.replace("DateTime)", "dateTime)");
  }

  private static boolean startsWithType(String branch, String type) {
    return branch.replaceFirst("^\\(+", "").matches(Pattern.quote(type) + "(\\W.*)?");
  }

  /** Alternatives of an expression: those between bars outside of parentheses. */
  private static List<String> branches(String expression) {
    List<String> branches = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == '|' && depth == 0) {
        branches.add(expression.substring(start, i).strip());
        start = i + 1;
      }
    }
    branches.add(expression.substring(start).strip());
    return branches;
  }

  private static JsonNode read() {
    try (InputStream in =
        Objects.requireNonNull(SearchDefinitions.class.getResourceAsStream(BUNDLE))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
