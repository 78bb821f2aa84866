package org.andiron.searchoracle;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * References and canonicals.
 *
 * <p>Readings of the specification: a search without a version finds references to any version, one
 * with a version only that one; {@code :identifier} looks at the identifier of the reference
 * itself, not at those of its target.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#reference">3.1.1.4.12</a>
 */
final class ReferenceTests {

  /** Types in a strict hierarchy, and the element that points upwards (3.1.1.4.14). */
  static final Map<String, String> PARENTS =
      Map.of("Location", "partOf", "Organization", "partOf", "Encounter", "partOf");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

  private final Cohort cohort;
  private final TokenTests tokens;

  ReferenceTests(Cohort cohort, TokenTests tokens) {
    this.cohort = cohort;
    this.tokens = tokens;
  }

  ElementTest of(SearchDefinition definition, String modifier) {
    return switch (modifier) {
      case "" -> (element, value) -> isSame(element, Escapes.unescape(value));
      case "identifier" -> this::hasIdentifier;
      case "below" -> (element, value) -> isBelow(element, Escapes.unescape(value));
      case "above" -> (element, value) -> isAbove(element, Escapes.unescape(value));
      default -> ofType(definition, modifier);
    };
  }

  private ElementTest ofType(SearchDefinition definition, String type) {
    if (!definition.targets().contains(type)) {
      throw new BadSearch(definition.code() + " does not refer to " + type);
    }
    return (element, value) -> {
      String search = Escapes.unescape(value);
      return isSame(element, isId(search) ? type + "/" + search : search)
          && literal(element).map(literal -> type.equals(literal.type())).orElse(false);
    };
  }

  private boolean isSame(Base element, String search) {
    if (!(element instanceof Reference)) {
      return UriTests.same(element, search);
    }
    return literal(element)
        .filter(stored -> !stored.isContained())
        .map(
            stored ->
                isId(search)
                    ? stored.isLocal() && search.equals(stored.id())
                    : Literal.parse(search, cohort.baseUrl()).finds(stored))
        .orElse(false);
  }

  private boolean hasIdentifier(Base element, String value) {
    return element instanceof Reference reference
        && reference.hasIdentifier()
        && tokens.of("").isMet(reference.getIdentifier(), value);
  }

  /** The element points to what is searched, or to something beneath it. */
  private boolean isBelow(Base element, String search) {
    if (!(element instanceof Reference)) {
      return UriTests.isBelow(element, search);
    }
    return isSame(element, search)
        || ancestors(element).stream().anyMatch(key -> isKeyOf(search, key));
  }

  /** The element points to what is searched, or to something above it. */
  private boolean isAbove(Base element, String search) {
    if (!(element instanceof Reference)) {
      return UriTests.isAbove(element, search);
    }
    if (isSame(element, search)) {
      return true;
    }
    Optional<String> stored = literal(element).flatMap(Literal::localKey);
    return stored.isPresent()
        && cohort.all().stream()
            .filter(resource -> PARENTS.containsKey(resource.fhirType()))
            .filter(resource -> isKeyOf(search, Cohort.key(resource)))
            .anyMatch(resource -> ancestors(resource).contains(stored.get()));
  }

  private boolean isKeyOf(String search, String key) {
    return isId(search)
        ? key.endsWith("/" + search)
        : Literal.parse(search, cohort.baseUrl()).localKey().equals(Optional.of(key));
  }

  private Set<String> ancestors(Base reference) {
    return literal(reference)
        .flatMap(Literal::localKey)
        .flatMap(cohort::find)
        .map(this::ancestors)
        .orElse(Set.of());
  }

  private Set<String> ancestors(Resource resource) {
    Set<String> found = new HashSet<>();
    Optional<Resource> next = parent(resource);
    while (next.isPresent() && found.add(Cohort.key(next.get()))) {
      next = parent(next.get());
    }
    return found;
  }

  private Optional<Resource> parent(Resource resource) {
    String element = PARENTS.get(resource.fhirType());
    if (element == null) {
      return Optional.empty();
    }
    return Objects.requireNonNull(resource.getNamedProperty(element)).getValues().stream()
        .findFirst()
        .flatMap(reference -> cohort.resolve(resource, reference));
  }

  private Optional<Literal> literal(Base element) {
    return element instanceof Reference reference && reference.hasReference()
        ? Optional.of(Literal.parse(reference.getReference(), cohort.baseUrl()))
        : Optional.empty();
  }

  private static boolean isId(String search) {
    return ID.matcher(search).matches();
  }
}
