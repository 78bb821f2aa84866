package org.andiron.storage.query;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a criterion of one parameter, which may lead to other resources. */
final class ParameterParser {

  private static final String HAS = Constants.PARAM_HAS + ":";

  /** From one resource to the next, by chains and {@code _has}; each is a query in a query. */
  private static final int MOST_STEPS = 10;

  private static final Pattern STEP = Pattern.compile("\\.|" + HAS);

  private final Definitions definitions;
  private final MetadataParser metadata;
  private final ValueParser values;

  ParameterParser(Definitions definitions, MetadataParser metadata, ValueParser values) {
    this.definitions = definitions;
    this.metadata = metadata;
    this.values = values;
  }

  /**
   * The criterion of a parameter.
   *
   * @param types the types it is searched in; empty for all
   * @param name with modifier and chain
   * @param tokens alternatives, escaped as they are written; blank ones do not count, except in a
   *     filter, of which they are the pieces between commas
   * @throws InvalidRequestException if it cannot be understood
   */
  Criterion parse(List<String> types, String name, List<String> tokens) {
    if (tokens.stream().anyMatch(it -> it.indexOf('\0') >= 0)) {
      throw new InvalidRequestException(
          "A value of the search parameter '"
              + NearestNames.shortened(name)
              + "' has the character U+0000.");
    }
    if (STEP.matcher(name).results().count() > MOST_STEPS) {
      throw new InvalidRequestException(
          "The search parameter '"
              + NearestNames.shortened(name)
              + "' has more than "
              + MOST_STEPS
              + " steps from one resource to the next.");
    }
    List<String> real = tokens.stream().filter(it -> !it.isBlank()).toList();
    if (real.isEmpty()) {
      return new Criterion.And(List.of());
    }
    if (name.startsWith(HAS)) {
      return has(types, name, tokens);
    }
    ParameterName parsed = ParameterName.parse(name);
    if (parsed.code().equals(Constants.PARAM_FILTER)) {
      return new FilterCriteria(this, values.ordered())
          .criterion(types, FilterParser.parse(String.join(",", tokens)));
    }
    return metadata
        .parse(parsed, real)
        .orElseGet(() -> forEach(types, parsed.code(), it -> criterion(it, parsed, tokens, real)));
  }

  /** The criterion of a parameter that may be of different kinds in different types. */
  Criterion forEach(
      List<String> types, String code, Function<ParameterDefinition, Criterion> criterion) {
    List<ParameterDefinition> found = definitions.require(types, code);
    if (found.size() == 1) {
      return criterion.apply(found.get(0));
    }
    List<Criterion> alternatives = new ArrayList<>();
    for (ParameterDefinition definition : found) {
      alternatives.add(
          new Criterion.And(
              List.of(
                  new Criterion.OfType(definition.key().types()), criterion.apply(definition))));
    }
    return new Criterion.Or(alternatives);
  }

  ValueParser values() {
    return values;
  }

  private Criterion criterion(
      ParameterDefinition definition, ParameterName name, List<String> tokens, List<String> real) {
    String chain = name.chain();
    String modifier = name.modifier();
    if (chain != null) {
      Search target = chained(definition, modifier, chain, types -> parse(types, chain, tokens));
      return new Criterion.Chain(definition.link(), target);
    }
    return modifier == null
        ? values.plain(definition, real)
        : values.modified(definition, modifier, real);
  }

  /**
   * The search for what a reference leads to.
   *
   * @param type the type that a modifier demands, null if there is none
   * @param chain the parameter of the target, and what follows it
   */
  Search chained(
      ParameterDefinition definition,
      @Nullable String type,
      String chain,
      Function<List<String>, Criterion> criterion) {
    if (definition.kind() != ParameterKind.REFERENCE) {
      throw new UnsupportedSearchException(
          definition.described()
              + ", not a reference, and has no chain '."
              + NearestNames.shortened(chain)
              + "'.");
    }
    List<String> targets = definition.targets();
    if (type != null) {
      definitions.requireType(type, definition.code());
      if (!targets.isEmpty() && !targets.contains(type)) {
        throw new UnsupportedSearchException(
            definition.described()
                + " to "
                + String.join(", ", targets)
                + ", not to "
                + type
                + '.');
      }
      targets = List.of(type);
    }
    List<String> having = targets;
    String code = ParameterName.parse(chain).code();
    if (!MetadataParser.knows(code)
        && !code.equals(Constants.PARAM_HAS)
        && !code.equals(Constants.PARAM_FILTER)) {
      having = definitions.having(targets, code);
      if (having.isEmpty()) {
        List<String> searched = definitions.orAll(targets);
        throw new UnsupportedSearchException(
            "Unknown search parameter '"
                + NearestNames.shortened(code)
                + "' for "
                + (searched.size() == 1
                    ? searched.get(0)
                    : "any of the types that '" + definition.code() + "' refers to")
                + ", in the chain '"
                + definition.code()
                + (type == null ? "" : ':' + type)
                + '.'
                + NearestNames.shortened(chain)
                + "'."
                + definitions.offerForChain(searched, code));
      }
    }
    return Search.of(having, criterion.apply(having));
  }

  /** {@code _has:Type:reference:parameter}. */
  private Criterion has(List<String> types, String name, List<String> tokens) {
    String[] parts = name.split(":", 4);
    if (parts.length < 4 || parts[3].isEmpty()) {
      throw new InvalidRequestException(
          "The search parameter '"
              + NearestNames.shortened(name)
              + "' is not complete. It needs _has:[type]:[reference]:[parameter].");
    }
    String type = parts[1];
    definitions.requireType(type, Constants.PARAM_HAS);
    ParameterDefinition reference =
        Optional.of(definitions.require(List.of(type), parts[2]).get(0))
            .filter(it -> it.kind() == ParameterKind.REFERENCE)
            .orElseThrow(
                () ->
                    new UnsupportedSearchException(
                        "The search parameter '"
                            + NearestNames.shortened(parts[2])
                            + "' of "
                            + type
                            + " is not a reference, which _has needs."
                            + NearestNames.question(parts[2], definitions.references(type))));
    List<String> targets = reference.targets();
    if (!targets.isEmpty() && !types.isEmpty() && types.stream().noneMatch(targets::contains)) {
      throw new UnsupportedSearchException(
          reference.described()
              + " to "
              + String.join(", ", targets)
              + ", so that _has cannot use it here.");
    }
    Criterion criterion = parse(List.of(type), Objects.requireNonNull(parts[3]), tokens);
    return new Criterion.Has(reference.link(), Search.of(List.of(type), criterion));
  }
}
