package org.andiron.storage.query;

import ca.uhn.fhir.rest.api.Constants;
import java.util.List;
import java.util.function.Function;
import org.andiron.storage.query.Inclusion.Canonical;
import org.jspecify.annotations.Nullable;

/** Finds out which references an {@code _include} or {@code _revinclude} is about. */
final class InclusionParser {

  private static final String ANY = "*";

  private final Definitions definitions;

  InclusionParser(Definitions definitions) {
    this.definitions = definitions;
  }

  Inclusion parse(boolean reverse, boolean iterate, String value) {
    // Whether the types fit was checked when the search was asked for.
    new IncludeCheck(definitions)
        .require(List.of(), reverse ? Constants.PARAM_REVINCLUDE : Constants.PARAM_INCLUDE, value);
    if (value.equals(ANY)) {
      return all(reverse, iterate, null, List.of());
    }
    String[] parts = value.split(":", -1);
    String source = parts[0];
    String code = parts[1];
    List<String> target = parts.length == 3 ? List.of(parts[2]) : List.of();
    if (code.equals(ANY)) {
      return all(reverse, iterate, source, target);
    }
    ParameterDefinition definition = definitions.require(List.of(source), code).get(0);
    List<String> targets = target.isEmpty() ? definition.targets() : target;
    return new Inclusion(
        reverse,
        iterate,
        source,
        definition.paths(),
        definitions.isEveryType(targets) ? List.of() : targets,
        canonical(List.of(source), targets, it -> List.of(code)));
  }

  private Inclusion all(
      boolean reverse, boolean iterate, @Nullable String source, List<String> targets) {
    List<String> sources = source == null ? definitions.orAll(List.of()) : List.of(source);
    return new Inclusion(
        reverse,
        iterate,
        source,
        List.of(),
        targets,
        canonical(sources, targets, definitions::references));
  }

  private Canonical canonical(
      List<String> sources, List<String> targets, Function<String, List<String>> codes) {
    List<String> withUrl = definitions.withCanonicalUrl(targets);
    if (withUrl.isEmpty()) {
      return Canonical.NONE;
    }
    List<IndexKey> references =
        sources.stream()
            .flatMap(
                source ->
                    codes.apply(source).stream()
                        .filter(code -> definitions.mayBeCanonical(source, code))
                        .map(code -> new IndexKey(code, List.of(source))))
            .toList();
    return references.isEmpty() ? Canonical.NONE : new Canonical(references, withUrl);
  }
}
