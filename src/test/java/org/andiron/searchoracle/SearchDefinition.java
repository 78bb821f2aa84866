package org.andiron.searchoracle;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/**
 * A search parameter of one resource type.
 *
 * @param paths where its values are
 * @param targets types that a reference may point to; empty if not restricted
 * @param components parts of a composite parameter
 * @param usage {@code normal} or how else the values are to be understood, as {@code phonetic}
 */
record SearchDefinition(
    String resourceType,
    String code,
    SearchParamType type,
    List<Path> paths,
    Set<String> targets,
    List<Component> components,
    String usage) {

  /** A FHIRPath expression, and the type its references are limited to. */
  record Path(String expression, Optional<String> onlyTarget) {}

  /** A part of a composite parameter, with its path from the composite's own values. */
  record Component(SearchParamType type, String expression) {}

  /** Whether the values are parts of names, whose words are searched one by one (3.1.1.4.8). */
  boolean isPartOfName() {
    return paths.stream().anyMatch(path -> path.expression().matches(".*\\.name\\.(family|given)"));
  }
}
