package org.andiron.storage.query;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SearchContainedModeEnum;
import ca.uhn.fhir.rest.api.SearchIncludeDeletedEnum;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.param.QuantityParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.andiron.storage.query.Search.Deleted;
import org.jspecify.annotations.Nullable;

/**
 * Understands a search as HAPI hands it over. Includes, paging, {@code _total} and the modes of
 * operations ({@code $everything}, {@code $lastn}) are not criteria and are left to the caller.
 *
 * <p>What cannot be understood is answered with an {@link InvalidRequestException} that names the
 * parameter and what would be right, and does not repeat the value.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html">Search</a>
 */
public final class SearchParser {

  private final Definitions definitions;
  private final OrderedValues ordered;
  private final ReferenceValues references;
  private final MetadataParser metadata;

  /**
   * A parser for requests to one server.
   *
   * @param context of the model, with all types there are
   * @param registry of the search parameters
   * @param bases base URLs of this server, so that references to it are known to be local
   * @param clock what approximate dates are measured from
   */
  public SearchParser(
      FhirContext context, ISearchParamRegistry registry, List<String> bases, InstantSource clock) {
    this.definitions = new Definitions(context, registry);
    this.ordered = new OrderedValues(clock);
    this.references = new ReferenceValues(definitions, bases);
    this.metadata = new MetadataParser(definitions, ordered);
  }

  /**
   * Understands a search.
   *
   * @param types the types searched; empty for all
   */
  public Search parse(List<String> types, SearchParameterMap map) {
    return parse(types, map, List.of());
  }

  /**
   * Understands a search.
   *
   * @param types the types searched; empty for all
   * @param more criteria beside those of the map
   */
  public Search parse(List<String> types, SearchParameterMap map, List<Criterion> more) {
    if (map.getSearchContainedMode() != null
        && map.getSearchContainedMode() != SearchContainedModeEnum.FALSE) {
      throw new InvalidRequestException(
          "The search parameter '_contained' is served as false only: contained resources are not"
              + " found by themselves.");
    }
    ParameterParser parser = parser(nearDistance(map.getNearDistanceParam()));
    List<Criterion> criteria = new ArrayList<>(more);
    for (Map.Entry<String, List<List<IQueryParameterType>>> entry : map.entrySet()) {
      for (List<IQueryParameterType> alternatives : entry.getValue()) {
        criteria.add(criterion(parser, types, entry.getKey(), alternatives));
      }
    }
    for (String token : lastUpdated(map.getLastUpdated())) {
      criteria.add(parser.parse(types, Constants.PARAM_LASTUPDATED, List.of(token)));
    }
    return search(types, criteria, SortParser.Key.of(map.getSort()), deleted(map));
  }

  /**
   * Understands one parameter as it stands in a URL, with modifiers that HAPI would drop.
   *
   * @param types the types searched; empty for all
   * @param name with modifier and chain, unescaped as far as URLs go
   * @param value alternatives separated by commas, likewise
   */
  public Criterion parse(List<String> types, String name, String value) {
    return parser(null).parse(types, name, Escapes.split(value, ','));
  }

  /**
   * Checks the name of a parameter that has no value.
   *
   * @param types the types searched; empty for all
   * @throws UnsupportedSearchException if they do not have it
   */
  public void requireParameter(List<String> types, String name) {
    String code = ParameterName.parse(name).code();
    if (!CommonParameters.contains(code)) {
      definitions.require(types, code);
    }
  }

  /**
   * Checks whether a search can be sorted by a key.
   *
   * @param types the types searched; empty for all
   * @param criteria of the search
   * @param code without the hyphen that reverses the order
   * @throws UnsupportedSearchException if it cannot
   */
  public void requireSortKey(List<String> types, List<Criterion> criteria, String code) {
    new SortParser(definitions, criteria).parse(types, List.of(new SortParser.Key(code, false)));
  }

  /**
   * Checks an {@code _include} or {@code _revinclude}.
   *
   * @param types the types searched; empty for all
   * @param name with the modifier
   * @param value {@code [type]:[parameter]} or {@code [type]:[parameter]:[target type]}
   * @throws UnsupportedSearchException if it names something that does not exist
   * @throws InvalidRequestException if it has another form
   */
  public void requireInclude(List<String> types, String name, String value) {
    new IncludeCheck(definitions).require(types, name, value);
  }

  /**
   * Understands an {@code _include} or {@code _revinclude}.
   *
   * @param reverse whether it is a {@code _revinclude}
   * @param iterate whether it goes on from what was included
   * @param value {@code *}, {@code [type]:[parameter]} or {@code [type]:[parameter]:[target type]}
   * @throws UnsupportedSearchException if it names something that does not exist
   * @throws InvalidRequestException if it has another form
   */
  public Inclusion inclusion(boolean reverse, boolean iterate, String value) {
    return new InclusionParser(definitions).parse(reverse, iterate, value);
  }

  private Search search(
      List<String> types, List<Criterion> criteria, List<SortParser.Key> sort, Deleted deleted) {
    List<Criterion> real =
        criteria.stream().filter(it -> !it.equals(new Criterion.And(List.of()))).toList();
    return new Search(types, real, new SortParser(definitions, real).parse(types, sort), deleted);
  }

  private ParameterParser parser(@Nullable String nearDistance) {
    return new ParameterParser(
        definitions, metadata, new ValueParser(ordered, references, nearDistance));
  }

  /** Alternatives may differ in modifier or chain when they come from inside the server. */
  private static Criterion criterion(
      ParameterParser parser,
      List<String> types,
      String name,
      List<? extends IQueryParameterType> alternatives) {
    Map<String, List<String>> byQualifier = new LinkedHashMap<>();
    for (IQueryParameterType alternative : alternatives) {
      HapiValue value = HapiValue.of(alternative);
      byQualifier
          .computeIfAbsent(value.qualifier(), it -> new ArrayList<>())
          .add(token(name, value));
    }
    List<Criterion> criteria = new ArrayList<>();
    byQualifier.forEach(
        (qualifier, tokens) -> criteria.add(parser.parse(types, name + qualifier, tokens)));
    return criteria.size() == 1 ? criteria.get(0) : new Criterion.Or(criteria);
  }

  /** A filter has its own escapes, and none for commas. */
  private static String token(String name, HapiValue value) {
    boolean filter = (name + value.qualifier()).matches("(.*[.:])?" + Constants.PARAM_FILTER);
    return filter ? Escapes.unescape(value.token()) : value.token();
  }

  /**
   * The criteria of a search as they would stand in a URL, name with modifier and value; empty if a
   * URL cannot say them.
   */
  public static Optional<List<Map.Entry<String, String>>> written(SearchParameterMap map) {
    if (map.getNearDistanceParam() != null
        || deleted(map) != Deleted.EXCLUDED
        || (map.getSearchContainedMode() != null
            && map.getSearchContainedMode() != SearchContainedModeEnum.FALSE)) {
      return Optional.empty();
    }
    List<Map.Entry<String, String>> criteria = new ArrayList<>();
    for (Map.Entry<String, List<List<IQueryParameterType>>> entry : map.entrySet()) {
      for (List<IQueryParameterType> alternatives : entry.getValue()) {
        List<HapiValue> values = alternatives.stream().map(HapiValue::of).toList();
        List<String> qualifiers = values.stream().map(HapiValue::qualifier).distinct().toList();
        if (qualifiers.size() > 1) {
          return Optional.empty();
        }
        criteria.add(
            Map.entry(
                entry.getKey() + String.join("", qualifiers),
                values.stream()
                    .map(it -> token(entry.getKey(), it))
                    .collect(Collectors.joining(","))));
      }
    }
    lastUpdated(map.getLastUpdated())
        .forEach(it -> criteria.add(Map.entry(Constants.PARAM_LASTUPDATED, it)));
    return Optional.of(criteria);
  }

  private static @Nullable String nearDistance(@Nullable QuantityParam distance) {
    return distance == null || distance.getValue() == null
        ? null
        : distance.getValue().toPlainString()
            + '|'
            + (distance.getUnits() == null ? "" : distance.getUnits());
  }

  private static List<String> lastUpdated(@Nullable DateRangeParam range) {
    if (range == null) {
      return List.of();
    }
    DateParam low = range.getLowerBound();
    DateParam high = range.getUpperBound();
    if (low != null && high != null && isEqual(low) && low.equals(high)) {
      return List.of(token(low, ParamPrefixEnum.EQUAL));
    }
    List<String> tokens = new ArrayList<>();
    if (low != null) {
      tokens.add(token(low, ParamPrefixEnum.GREATERTHAN_OR_EQUALS));
    }
    if (high != null && !high.equals(low)) {
      tokens.add(token(high, ParamPrefixEnum.LESSTHAN_OR_EQUALS));
    }
    return tokens;
  }

  private static boolean isEqual(DateParam date) {
    return date.getPrefix() == null || date.getPrefix() == ParamPrefixEnum.EQUAL;
  }

  private static String token(DateParam date, ParamPrefixEnum otherwise) {
    ParamPrefixEnum prefix = date.getPrefix() == null ? otherwise : date.getPrefix();
    return prefix.getValue() + date.getValueAsString();
  }

  private static Deleted deleted(SearchParameterMap map) {
    SearchIncludeDeletedEnum mode = map.getSearchIncludeDeletedMode();
    if (mode == null) {
      return Deleted.EXCLUDED;
    }
    return switch (mode) {
      case NEVER -> Deleted.EXCLUDED;
      case BOTH -> Deleted.INCLUDED;
      case EXCLUSIVE -> Deleted.ONLY;
    };
  }
}
