package org.andiron.searchoracle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/**
 * Every way to search for resources of a type: each parameter that R4 defines, plain and with each
 * modifier and prefix that its type allows and its elements can have. Derived from the definitions,
 * so that none can be forgotten.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">3.1.1.4.4</a>
 */
public final class SearchTable {

  /** The types that Andiron promises to search in full. */
  public static final List<String> TYPES =
      List.of("Patient", "Practitioner", "Encounter", "DiagnosticReport", "ImagingStudy");

  private static final Set<String> CODED = Set.of("CodeableConcept", "Coding", "code");
  private static final Set<String> NAMED = Set.of("CodeableConcept", "Coding", "Identifier");

  private SearchTable() {}

  /**
   * One way to search.
   *
   * @param modifier with its parameter's name, after a colon; empty if none
   * @param prefix before a value; empty if none
   * @param unjudged why the judge has no answer; empty if it has one
   */
  public record Row(
      String type,
      String code,
      SearchParamType parameterType,
      String modifier,
      String prefix,
      Optional<String> unjudged) {

    @Override
    public String toString() {
      return type + "?" + name() + "=" + prefix;
    }

    /** The name of the URL's parameter. */
    public String name() {
      return modifier.isEmpty() ? code : code + ":" + modifier;
    }
  }

  /** All rows of a type. */
  public static List<Row> of(String type) {
    List<Row> rows = new ArrayList<>();
    for (SearchDefinition definition : SearchDefinitions.r4().of(type).values()) {
      rows.addAll(rows(type, definition));
    }
    for (String code : List.of("_list", "_filter")) {
      rows.add(new Row(type, code, SearchParamType.SPECIAL, "", "", Optional.empty()));
    }
    return List.copyOf(rows);
  }

  private static List<Row> rows(String type, SearchDefinition definition) {
    List<Row> rows = new ArrayList<>();
    Optional<String> unjudged = unjudged(definition);
    for (String modifier : modifiers(definition)) {
      rows.add(row(type, definition, modifier, "", unjudged));
    }
    for (String prefix : prefixes(definition.type())) {
      rows.add(row(type, definition, "", prefix, unjudged));
    }
    return rows;
  }

  private static Row row(
      String type,
      SearchDefinition definition,
      String modifier,
      String prefix,
      Optional<String> unjudged) {
    Optional<String> reason = modifier.equals("missing") ? Optional.empty() : unjudged;
    return new Row(type, definition.code(), definition.type(), modifier, prefix, reason);
  }

  private static Optional<String> unjudged(SearchDefinition definition) {
    return switch (definition.code()) {
      case "_text", "_content" -> Optional.of("what matches is left to the server (3.1.1.4.20)");
      case "_query" -> Optional.of("R4 defines no named query");
      case "phonetic" -> Optional.of("the algorithm is left to the server");
      default -> Optional.empty();
    };
  }

  private static List<String> prefixes(SearchParamType type) {
    return switch (type) {
      case NUMBER, DATE, QUANTITY -> List.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");
      default -> List.of();
    };
  }

  private static Set<String> modifiers(SearchDefinition definition) {
    Set<String> modifiers = new LinkedHashSet<>();
    modifiers.add("");
    if (definition.type() == SearchParamType.COMPOSITE
        || definition.type() == SearchParamType.SPECIAL
        || definition.paths().isEmpty()) {
      return modifiers;
    }
    modifiers.add("missing");
    switch (definition.type()) {
      case STRING -> modifiers.addAll(List.of("exact", "contains"));
      case URI -> modifiers.addAll(List.of("below", "above"));
      case TOKEN -> modifiers.addAll(tokenModifiers(definition));
      case REFERENCE -> modifiers.addAll(referenceModifiers(definition));
      default -> {}
    }
    return modifiers;
  }

  private static Set<String> tokenModifiers(SearchDefinition definition) {
    Set<String> types = ElementTypes.of(definition);
    Set<String> modifiers = new LinkedHashSet<>();
    modifiers.add("not");
    if (types.stream().anyMatch(NAMED::contains)) {
      modifiers.add("text");
    }
    if (types.stream().anyMatch(CODED::contains)) {
      modifiers.addAll(List.of("in", "not-in", "below", "above"));
    }
    if (types.contains("Identifier")) {
      modifiers.add("of-type");
    }
    return modifiers;
  }

  private static Set<String> referenceModifiers(SearchDefinition definition) {
    Set<String> modifiers = new LinkedHashSet<>();
    if (ElementTypes.of(definition).contains("canonical")) {
      modifiers.add("below");
      return modifiers;
    }
    modifiers.add("identifier");
    modifiers.addAll(definition.targets());
    if (definition.targets().stream().anyMatch(ReferenceTests.PARENTS::containsKey)) {
      modifiers.addAll(List.of("below", "above"));
    }
    return modifiers;
  }
}
