package org.andiron.storage.query;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.andiron.storage.query.Criterion.TagKind;
import org.andiron.storage.query.Criterion.TextScope;
import org.andiron.storage.query.Criterion.UriMatch;
import org.andiron.storage.query.Criterion.UriValue;

/**
 * Makes a criterion of the parameters that all types have and that HAPI's tables answer.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#all">Parameters for all resources</a>
 */
final class MetadataParser {

  private static final List<String> TOKEN_MODIFIERS =
      List.of("not", "text", "in", "not-in", "above", "below", "missing");
  private static final List<String> URI_MODIFIERS = List.of("above", "below", "missing");

  private final Definitions definitions;
  private final OrderedValues ordered;

  MetadataParser(Definitions definitions, OrderedValues ordered) {
    this.definitions = definitions;
    this.ordered = ordered;
  }

  static boolean knows(String code) {
    return CommonParameters.contains(code)
        && !code.equals(Constants.PARAM_HAS)
        && !code.equals(Constants.PARAM_FILTER);
  }

  /** Empty if it is a parameter of the types themselves. */
  Optional<Criterion> parse(ParameterName name, List<String> tokens) {
    if (!knows(name.code())) {
      return Optional.empty();
    }
    if (name.chain() != null) {
      throw new UnsupportedSearchException(
          "The search parameter '" + name.code() + "' is not a reference and has no chain.");
    }
    return Optional.of(
        switch (name.code()) {
          case Constants.PARAM_ID -> id(name, tokens);
          case Constants.PARAM_LASTUPDATED -> lastUpdated(name, tokens);
          case Constants.PARAM_TAG -> tag(TagKind.TAG, name, tokens);
          case Constants.PARAM_SECURITY -> tag(TagKind.SECURITY, name, tokens);
          case Constants.PARAM_PROFILE ->
              uri(name, tokens, it -> new Criterion.Profile(it.match(), it.values()));
          case Constants.PARAM_SOURCE ->
              uri(name, tokens, it -> new Criterion.Source(it.match(), it.values()));
          case Constants.PARAM_LIST -> list(name, tokens);
          case Constants.PARAM_TYPE -> type(name, tokens);
          case Constants.PARAM_TEXT -> text(TextScope.NARRATIVE, name, tokens);
          default -> text(TextScope.CONTENT, name, tokens);
        });
  }

  private static String modifier(ParameterName name, List<String> known) {
    String modifier = name.modifier();
    if (modifier == null) {
      return "";
    }
    if (!known.contains(modifier)) {
      throw new UnsupportedSearchException(
          "The search parameter '"
              + name.code()
              + "' has no modifier ':"
              + NearestNames.shortened(modifier)
              + "'."
              + NearestNames.question(":", modifier, known)
              + " It has "
              + (known.isEmpty()
                  ? "none"
                  : known.stream().map(it -> ":" + it).collect(Collectors.joining(", ")))
              + '.');
    }
    return modifier;
  }

  private static Criterion id(ParameterName name, List<String> tokens) {
    String modifier = modifier(name, List.of("not", "missing"));
    if (modifier.equals("missing")) {
      return ValueParser.missing(name.code(), new Criterion.And(List.of()), tokens);
    }
    Criterion criterion =
        new Criterion.Id(
            tokens.stream()
                .map(Escapes::unescape)
                .map(it -> it.substring(it.lastIndexOf('/') + 1))
                .toList());
    return modifier.equals("not") ? new Criterion.Not(criterion) : criterion;
  }

  private Criterion lastUpdated(ParameterName name, List<String> tokens) {
    return modifier(name, List.of("missing")).isEmpty()
        ? new Criterion.LastUpdated(
            tokens.stream().map(it -> ordered.date(name.code(), it)).toList())
        : ValueParser.missing(name.code(), new Criterion.And(List.of()), tokens);
  }

  private static Criterion tag(TagKind kind, ParameterName name, List<String> tokens) {
    String modifier = modifier(name, TOKEN_MODIFIERS);
    if (modifier.equals("missing")) {
      return ValueParser.missing(name.code(), new Criterion.Tag(kind, null), tokens);
    }
    if (modifier.equals("text")) {
      return new Criterion.TagText(kind, ValueParser.unescaped(tokens));
    }
    Criterion matches = new Criterion.Tag(kind, ValueParser.match(name.code(), modifier, tokens));
    return ValueParser.isNegative(modifier) ? new Criterion.Not(matches) : matches;
  }

  private record UriTest(UriMatch match, List<UriValue> values) {}

  private static Criterion uri(
      ParameterName name, List<String> tokens, Function<UriTest, Criterion> criterion) {
    String modifier = modifier(name, URI_MODIFIERS);
    if (modifier.equals("missing")) {
      return ValueParser.missing(
          name.code(), criterion.apply(new UriTest(UriMatch.EQUALS, List.of())), tokens);
    }
    UriMatch match =
        switch (modifier) {
          case "above" -> UriMatch.ABOVE;
          case "below" -> UriMatch.BELOW;
          default -> UriMatch.EQUALS;
        };
    return criterion.apply(new UriTest(match, tokens.stream().map(ReferenceValues::uri).toList()));
  }

  private static Criterion list(ParameterName name, List<String> tokens) {
    modifier(name, List.of());
    if (tokens.stream().anyMatch(it -> Escapes.unescape(it).startsWith("$"))) {
      throw new InvalidRequestException(
          "The search parameter '_list' needs the id of a List; functional lists are not served.");
    }
    return new Criterion.InList(
        tokens.stream()
            .map(Escapes::unescape)
            .map(it -> it.startsWith("List/") ? it.substring("List/".length()) : it)
            .toList());
  }

  private Criterion type(ParameterName name, List<String> tokens) {
    modifier(name, List.of());
    tokens.forEach(it -> definitions.requireTypeInValue(it, name.code()));
    return new Criterion.OfType(tokens);
  }

  private static Criterion text(TextScope scope, ParameterName name, List<String> tokens) {
    modifier(name, List.of());
    return new Criterion.Text(scope, TextAlternatives.of(tokens));
  }
}
