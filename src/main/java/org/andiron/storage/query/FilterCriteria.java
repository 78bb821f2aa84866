package org.andiron.storage.query;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.storage.query.Criterion.Indexed;
import org.andiron.storage.query.Criterion.StringMatch;
import org.andiron.storage.query.Criterion.UriMatch;
import org.andiron.storage.query.Filter.Operator;
import org.andiron.storage.query.Filter.Step;

/**
 * Makes criteria of a filter. Unlike {@code :not}, {@code ne} is about one value among those of a
 * resource: one that is another.
 *
 * @see <a href="https://hl7.org/fhir/R4/search_filter.html">_filter</a>
 */
final class FilterCriteria {

  private static final Set<Operator> ORDERED =
      EnumSet.of(
          Operator.EQ,
          Operator.NE,
          Operator.GT,
          Operator.LT,
          Operator.GE,
          Operator.LE,
          Operator.AP,
          Operator.SA,
          Operator.EB,
          Operator.PR);

  private final ParameterParser parameters;
  private final OrderedValues ordered;

  FilterCriteria(ParameterParser parameters, OrderedValues ordered) {
    this.parameters = parameters;
    this.ordered = ordered;
  }

  Criterion criterion(List<String> types, Filter filter) {
    if (filter instanceof Filter.And and) {
      return new Criterion.And(
          List.of(criterion(types, and.left()), criterion(types, and.right())));
    }
    if (filter instanceof Filter.Or or) {
      return new Criterion.Or(List.of(criterion(types, or.left()), criterion(types, or.right())));
    }
    if (filter instanceof Filter.Not not) {
      return new Criterion.Not(criterion(types, not.filter()));
    }
    Filter.Test test = (Filter.Test) filter;
    return test.path().size() > 1 ? chained(types, test) : comparison(types, test);
  }

  private Criterion chained(List<String> types, Filter.Test test) {
    Step first = test.path().get(0);
    List<Step> rest = test.path().subList(1, test.path().size());
    ParameterName name = ParameterName.parse(first.name());
    return parameters.forEach(
        types,
        name.code(),
        definition -> {
          Search target =
              parameters.chained(
                  definition,
                  name.modifier(),
                  rest.get(0).name(),
                  targets -> target(targets, first, rest, test));
          return new Criterion.Chain(definition.link(), target);
        });
  }

  private Criterion target(List<String> types, Step first, List<Step> rest, Filter.Test test) {
    List<Criterion> criteria = new ArrayList<>();
    if (first.filter() != null) {
      criteria.add(criterion(types, first.filter()));
    }
    criteria.add(criterion(types, new Filter.Test(rest, test.operator(), test.value())));
    return new Criterion.And(criteria);
  }

  private Criterion comparison(List<String> types, Filter.Test test) {
    String code = test.path().get(0).name();
    return MetadataParser.knows(code)
        ? onMetadata(types, code, test)
        : parameters.forEach(types, code, it -> comparison(it, test));
  }

  private Criterion onMetadata(List<String> types, String code, Filter.Test test) {
    Operator operator = test.operator();
    String value = test.value().text();
    if (code.equals(Constants.PARAM_LASTUPDATED) && operator != Operator.PR) {
      require(code, operator, ORDERED);
      return parameters.parse(types, code, List.of(operator + value));
    }
    require(code, operator, EnumSet.of(Operator.EQ, Operator.NE, Operator.PR));
    if (operator == Operator.PR) {
      return present(code, value, parameters.parse(types, code + ":missing", List.of("false")));
    }
    Criterion equal = parameters.parse(types, code, List.of(value));
    return operator == Operator.EQ ? equal : new Criterion.Not(equal);
  }

  private Criterion comparison(ParameterDefinition definition, Filter.Test test) {
    String code = definition.code();
    String value = test.value().text();
    Operator operator = test.operator();
    require(code, operator, operators(definition.kind()));
    if (operator == Operator.PR) {
      return present(
          code,
          value,
          new Criterion.Present(definition.key(), definition.kind(), definition.paths()));
    }
    return switch (definition.kind()) {
      case TOKEN -> token(definition, operator, value);
      case STRING -> string(definition.key(), operator, value);
      case DATE, NUMBER, QUANTITY -> ordered(definition, operator, value);
      case URI -> uri(definition.key(), operator, value);
      case REFERENCE -> {
        Criterion equal = parameters.values().plain(definition, List.of(value));
        Criterion present =
            new Criterion.Present(definition.key(), definition.kind(), definition.paths());
        yield operator == Operator.NE
            ? new Criterion.And(List.of(present, new Criterion.Not(equal)))
            : equal;
      }
      case COMPOSITE, POSITION -> parameters.values().plain(definition, List.of(value));
    };
  }

  private static Set<Operator> operators(ParameterKind kind) {
    return switch (kind) {
      case TOKEN ->
          EnumSet.of(
              Operator.EQ,
              Operator.NE,
              Operator.CO,
              Operator.SW,
              Operator.EW,
              Operator.IN,
              Operator.NI,
              Operator.SS,
              Operator.SB,
              Operator.PR);
      case STRING, URI ->
          EnumSet.of(Operator.EQ, Operator.NE, Operator.CO, Operator.SW, Operator.EW, Operator.PR);
      case DATE -> {
        Set<Operator> operators = EnumSet.copyOf(ORDERED);
        operators.add(Operator.PO);
        yield operators;
      }
      case NUMBER, QUANTITY -> ORDERED;
      case REFERENCE -> EnumSet.of(Operator.EQ, Operator.NE, Operator.RE, Operator.PR);
      case COMPOSITE, POSITION -> EnumSet.of(Operator.EQ, Operator.PR);
    };
  }

  private static void require(String code, Operator operator, Set<Operator> known) {
    if (!known.contains(operator)) {
      throw new UnsupportedSearchException(
          "The search parameter '"
              + code
              + "' cannot be compared with "
              + operator
              + " in a filter. It can with "
              + known.stream().map(Operator::toString).collect(Collectors.joining(", "))
              + '.');
    }
  }

  private static Criterion present(String code, String value, Criterion present) {
    return switch (value) {
      case "true" -> present;
      case "false" -> new Criterion.Not(present);
      default ->
          throw new InvalidRequestException(
              "The search parameter '" + code + "' with pr in a filter needs true or false.");
    };
  }

  private Criterion token(ParameterDefinition definition, Operator operator, String value) {
    ValueParser values = parameters.values();
    List<String> tokens = List.of(value);
    IndexKey text = definition.key().text();
    return switch (operator) {
      case NE ->
          new Criterion.SomeOther(
              new Criterion.Token(
                  definition.key(), ValueParser.match(definition.code(), "", tokens)));
      case CO -> new Criterion.StringValue(text, StringMatch.CONTAINS, tokens);
      case SW -> new Criterion.StringValue(text, StringMatch.STARTS, tokens);
      case EW -> new Criterion.StringValue(text, StringMatch.ENDS, tokens);
      case IN -> values.modified(definition, "in", tokens);
      case NI -> values.modified(definition, "not-in", tokens);
      case SS -> values.modified(definition, "below", tokens);
      case SB -> values.modified(definition, "above", tokens);
      default -> values.plain(definition, tokens);
    };
  }

  private static Criterion string(IndexKey key, Operator operator, String value) {
    StringMatch match =
        switch (operator) {
          case CO -> StringMatch.CONTAINS;
          case SW -> StringMatch.STARTS;
          case EW -> StringMatch.ENDS;
          default -> StringMatch.EQUALS;
        };
    return unless(operator, new Criterion.StringValue(key, match, List.of(value)));
  }

  private static Criterion uri(IndexKey key, Operator operator, String value) {
    UriMatch match =
        switch (operator) {
          case CO -> UriMatch.CONTAINS;
          case SW -> UriMatch.STARTS;
          case EW -> UriMatch.ENDS;
          default -> UriMatch.EQUALS;
        };
    return unless(
        operator, new Criterion.Uri(key, match, List.of(ReferenceValues.canonical(value))));
  }

  private static Criterion unless(Operator operator, Indexed criterion) {
    return operator == Operator.NE ? new Criterion.SomeOther(criterion) : criterion;
  }

  private Criterion ordered(ParameterDefinition definition, Operator operator, String value) {
    Comparator comparator = Comparator.valueOf(operator.name());
    IndexKey key = definition.key();
    String code = definition.code();
    return switch (definition.kind()) {
      case DATE -> new Criterion.Date(key, List.of(ordered.date(code, comparator, value)));
      case NUMBER -> new Criterion.Number(key, List.of(ordered.number(code, comparator, value)));
      default -> new Criterion.Quantity(key, List.of(ordered.quantity(code, comparator, value)));
    };
  }
}
