package org.andiron.storage.query;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;

/**
 * Checks what a search wants included.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#revinclude">Including other resources</a>
 */
final class IncludeCheck {

  private static final String ANY = "*";
  private static final List<String> MODIFIERS = List.of("iterate", "recurse");

  private final Definitions definitions;

  IncludeCheck(Definitions definitions) {
    this.definitions = definitions;
  }

  /**
   * @throws UnsupportedSearchException if it names something that does not exist
   * @throws InvalidRequestException if it has another form
   */
  void require(List<String> types, String name, String value) {
    ParameterName parsed = ParameterName.parse(name);
    String modifier = parsed.modifier();
    if (parsed.chain() != null || modifier != null && !MODIFIERS.contains(modifier)) {
      throw new UnsupportedSearchException(
          "The parameter '" + parsed.code() + "' has no other modifier than ':iterate'.");
    }
    if (value.equals(ANY)) {
      return;
    }
    String[] parts = value.split(":", -1);
    if (parts.length < 2 || parts.length > 3 || List.of(parts).contains("")) {
      throw malformed(types, parsed.code(), value);
    }
    String target = parts.length == 3 ? parts[2] : null;
    definitions.requireType(parts[0], parsed.code());
    if (target != null) {
      definitions.requireType(target, parsed.code());
    }
    if (!parts[1].equals(ANY)) {
      List<String> targets = targets(parsed.code(), parts[0], parts[1]);
      if (target != null && !targets.contains(target)) {
        throw noTarget(parsed.code(), parts[0] + ':' + parts[1], targets, target);
      }
      boolean reverse = parsed.code().equals(Constants.PARAM_REVINCLUDE);
      if (reverse && modifier == null && !types.isEmpty()) {
        List<String> reached = target == null ? targets : List.of(target);
        if (types.stream().noneMatch(reached::contains)) {
          throw noTarget(
              parsed.code(), parts[0] + ':' + parts[1], reached, String.join(", ", types));
        }
      }
    }
  }

  private List<String> targets(String name, String type, String code) {
    ParameterDefinition definition = definitions.require(List.of(type), code).get(0);
    if (definition.kind() != ParameterKind.REFERENCE) {
      List<String> references = definitions.references(type);
      throw new UnsupportedSearchException(
          definition.described()
              + " of "
              + type
              + ", not a reference, so that "
              + name
              + " cannot follow it. "
              + (references.isEmpty()
                  ? type + " has no references."
                  : "References of " + type + ": " + String.join(", ", references) + '.'));
    }
    return definitions.orAll(definition.targets());
  }

  private static UnsupportedSearchException noTarget(
      String name, String parameter, List<String> targets, String wanted) {
    return new UnsupportedSearchException(
        "The parameter '"
            + name
            + "' names "
            + parameter
            + ", which refers to "
            + String.join(", ", targets)
            + ", never to "
            + wanted
            + '.');
  }

  private InvalidRequestException malformed(List<String> types, String name, String value) {
    String example =
        types.size() == 1
                && !name.equals(Constants.PARAM_REVINCLUDE)
                && definitions.references(types.get(0)).contains(value)
            ? types.get(0) + ':' + value
            : "Observation:subject";
    return new InvalidRequestException(
        "The parameter '"
            + name
            + "' needs [type]:[parameter], [type]:[parameter]:[target type] or *, such as "
            + example
            + '.');
  }
}
