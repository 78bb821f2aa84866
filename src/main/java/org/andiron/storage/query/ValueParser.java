package org.andiron.storage.query;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.andiron.storage.query.Criterion.Indexed;
import org.andiron.storage.query.Criterion.ReferenceMatch;
import org.andiron.storage.query.Criterion.ReferenceValue;
import org.andiron.storage.query.Criterion.StringMatch;
import org.andiron.storage.query.Criterion.TokenMatch;
import org.andiron.storage.query.Criterion.TokenValue;
import org.andiron.storage.query.Criterion.UriMatch;
import org.jspecify.annotations.Nullable;

/** Makes a criterion of the values of a parameter whose definition is known. */
final class ValueParser {

  /** The parameter of people and organizations that is about how their names sound. */
  private static final String PHONETIC = "phonetic";

  private static final int PARTS_OF_TYPED_IDENTIFIER = 3;

  private final OrderedValues ordered;
  private final ReferenceValues references;
  private final @Nullable String nearDistance;

  /**
   * @param nearDistance distance and unit for positions that come without, null if not known
   */
  ValueParser(OrderedValues ordered, ReferenceValues references, @Nullable String nearDistance) {
    this.ordered = ordered;
    this.references = references;
    this.nearDistance = nearDistance;
  }

  OrderedValues ordered() {
    return ordered;
  }

  /** The criterion of a parameter without modifier. */
  Criterion plain(ParameterDefinition definition, List<String> tokens) {
    return switch (definition.kind()) {
      case REFERENCE -> reference(definition, null, ReferenceMatch.EQUALS, tokens);
      case COMPOSITE ->
          new Criterion.Composite(
              definition.key(), tokens.stream().map(it -> combination(definition, it)).toList());
      case POSITION ->
          new Criterion.Near(
              definition.key(),
              tokens.stream()
                  .map(it -> PlaceValues.parse(definition.code(), it, nearDistance))
                  .toList());
      default -> indexed(definition.kind(), definition.key(), definition.code(), tokens);
    };
  }

  /**
   * The criterion of a parameter with a modifier.
   *
   * @throws InvalidRequestException if the parameter's kind does not have it
   */
  Criterion modified(ParameterDefinition definition, String modifier, List<String> tokens) {
    ParameterKind kind = definition.kind();
    boolean isTarget = kind == ParameterKind.REFERENCE && definition.targets().contains(modifier);
    if (!isTarget && !kind.modifiers().contains(modifier)) {
      throw unknownModifier(definition, modifier);
    }
    if (modifier.equals("missing")) {
      return missing(definition, tokens);
    }
    return switch (kind) {
      case TOKEN -> token(definition.key(), definition.code(), modifier, tokens);
      case STRING ->
          new Criterion.StringValue(
              definition.key(),
              modifier.equals("exact") ? StringMatch.EXACT : StringMatch.CONTAINS,
              unescaped(tokens));
      case URI ->
          new Criterion.Uri(
              definition.key(),
              modifier.equals("above") ? UriMatch.ABOVE : UriMatch.BELOW,
              tokens.stream().map(ReferenceValues::uri).toList());
      case REFERENCE -> reference(definition, modifier, tokens);
      default -> throw unknownModifier(definition, modifier);
    };
  }

  private static UnsupportedSearchException unknownModifier(
      ParameterDefinition definition, String modifier) {
    List<String> known = new ArrayList<>(definition.kind().modifiers());
    known.addAll(definition.targets());
    return new UnsupportedSearchException(
        definition.described()
            + ", which has no modifier ':"
            + NearestNames.shortened(modifier)
            + "'."
            + NearestNames.question(":", modifier, known)
            + " It has "
            + definition.kind().modifiers().stream()
                .map(it -> ":" + it)
                .collect(Collectors.joining(", "))
            + (definition.targets().isEmpty()
                ? "."
                : ", and as types "
                    + definition.targets().stream()
                        .map(it -> ":" + it)
                        .collect(Collectors.joining(", "))
                    + "."));
  }

  private Criterion missing(ParameterDefinition definition, List<String> tokens) {
    Criterion present =
        new Criterion.Present(definition.key(), definition.kind(), definition.paths());
    return missing(definition.code(), present, tokens);
  }

  /** What {@code :missing} makes of a criterion that finds all with a value. */
  static Criterion missing(String parameter, Criterion present, List<String> tokens) {
    if (tokens.equals(List.of("true"))) {
      return new Criterion.Not(present);
    }
    if (tokens.equals(List.of("false"))) {
      return present;
    }
    throw new InvalidRequestException(
        "The search parameter '" + parameter + "' with :missing needs true or false.");
  }

  private Criterion token(IndexKey key, String parameter, String modifier, List<String> tokens) {
    return switch (modifier) {
      case "text" -> new Criterion.Words(key.text(), TextAlternatives.of(tokens));
      case "code-text" ->
          new Criterion.StringValue(key.text(), StringMatch.STARTS, unescaped(tokens));
      case "of-type" -> new Criterion.Token(key.ofType(), typedIdentifiers(parameter, tokens));
      default -> {
        Criterion matches = new Criterion.Token(key, match(parameter, modifier, tokens));
        yield isNegative(modifier) ? new Criterion.Not(matches) : matches;
      }
    };
  }

  static boolean isNegative(String modifier) {
    return modifier.equals("not") || modifier.equals("not-in");
  }

  /** Which tokens match, {@code :not} and {@code :not-in} apart. */
  static TokenMatch match(String parameter, String modifier, List<String> tokens) {
    return switch (modifier) {
      case "in", "not-in" -> new TokenMatch.InValueSet(unescaped(tokens));
      case "above", "below" ->
          new TokenMatch.Related(
              modifier.equals("above"),
              tokens.stream().map(it -> coded(parameter, modifier, it)).toList());
      default ->
          new TokenMatch.OneOf(tokens.stream().map(it -> tokenValue(parameter, it)).toList());
    };
  }

  private static TokenValue tokenValue(String parameter, String token) {
    List<String> parts = Escapes.split(token, '|');
    if (parts.size() == 1) {
      return new TokenValue(null, Escapes.unescape(token));
    }
    String system = Escapes.unescape(parts.get(0));
    String code = Escapes.unescape(String.join("|", parts.subList(1, parts.size())));
    if (system.isEmpty() && code.isEmpty()) {
      throw new InvalidRequestException(
          "A value of the search parameter '"
              + parameter
              + "' has neither system nor code. A token is such as [code], [system]|[code],"
              + " |[code] or [system]|.");
    }
    return new TokenValue(system, code.isEmpty() ? null : code);
  }

  private static TokenValue coded(String parameter, String modifier, String token) {
    TokenValue value = tokenValue(parameter, token);
    String system = value.system();
    if (system == null || system.isEmpty() || value.code() == null) {
      throw new InvalidRequestException(
          "The search parameter '" + parameter + "' with :" + modifier + " needs [system]|[code].");
    }
    return value;
  }

  private static TokenMatch typedIdentifiers(String parameter, List<String> tokens) {
    List<TokenValue> values = new ArrayList<>();
    for (String token : tokens) {
      List<String> parts = Escapes.split(token, '|').stream().map(Escapes::unescape).toList();
      if (parts.size() != PARTS_OF_TYPED_IDENTIFIER || parts.contains("")) {
        throw new InvalidRequestException(
            "The search parameter '"
                + parameter
                + "' with :of-type needs [system]|[code]|[value], all of them.");
      }
      values.add(new TokenValue(parts.get(0), parts.get(1) + '|' + parts.get(2)));
    }
    return new TokenMatch.OneOf(values);
  }

  private Criterion reference(
      ParameterDefinition definition, String modifier, List<String> tokens) {
    return switch (modifier) {
      case "identifier" ->
          new Criterion.Token(definition.key().identifier(), match(definition.code(), "", tokens));
      case "text", "code-text" -> token(definition.key(), definition.code(), modifier, tokens);
      case "above" -> reference(definition, null, ReferenceMatch.ABOVE, tokens);
      case "below" -> reference(definition, null, ReferenceMatch.BELOW, tokens);
      default -> reference(definition, modifier, ReferenceMatch.EQUALS, tokens);
    };
  }

  private Criterion reference(
      ParameterDefinition definition,
      @Nullable String type,
      ReferenceMatch match,
      List<String> tokens) {
    List<ReferenceValue> values =
        tokens.stream()
            .flatMap(
                it -> references.parse(definition.code(), definition.targets(), type, it).stream())
            .distinct()
            .toList();
    return new Criterion.Reference(definition.link(), match, values);
  }

  private List<Indexed> combination(ParameterDefinition definition, String token) {
    List<String> parts = Escapes.split(token, '$');
    List<ParameterDefinition.Component> components = definition.components();
    if (parts.size() != components.size() || parts.contains("")) {
      throw new InvalidRequestException(
          definition.described()
              + ". It needs "
              + components.stream()
                  .map(it -> "[" + it.code() + "]")
                  .collect(Collectors.joining("$"))
              + '.');
    }
    List<Indexed> combination = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      combination.add(
          component(components.get(i), definition.key().component(i + 1), parts.get(i)));
    }
    return combination;
  }

  private Indexed component(ParameterDefinition.Component component, IndexKey key, String token) {
    String code = component.code();
    return component.kind() == ParameterKind.REFERENCE
        ? new Criterion.Uri(
            key, UriMatch.EQUALS, references.literals(code, component.targets(), token))
        : indexed(component.kind(), key, code, List.of(token));
  }

  private Indexed indexed(ParameterKind kind, IndexKey key, String parameter, List<String> tokens) {
    return switch (kind) {
      case TOKEN -> new Criterion.Token(key, match(parameter, "", tokens));
      case STRING -> new Criterion.StringValue(key, match(key), unescaped(tokens));
      case DATE ->
          new Criterion.Date(key, tokens.stream().map(it -> ordered.date(parameter, it)).toList());
      case NUMBER ->
          new Criterion.Number(
              key, tokens.stream().map(it -> ordered.number(parameter, it)).toList());
      case QUANTITY ->
          new Criterion.Quantity(
              key, tokens.stream().map(it -> ordered.quantity(parameter, it)).toList());
      case URI ->
          new Criterion.Uri(
              key, UriMatch.EQUALS, tokens.stream().map(ReferenceValues::uri).toList());
      case REFERENCE, COMPOSITE, POSITION ->
          throw new InvalidRequestException(
              "The search parameter '" + parameter + "' cannot be part of a composite.");
    };
  }

  private static StringMatch match(IndexKey key) {
    return key.code().equals(PHONETIC) ? StringMatch.SOUNDS : StringMatch.STARTS;
  }

  static List<String> unescaped(List<String> tokens) {
    return tokens.stream().map(Escapes::unescape).toList();
  }
}
