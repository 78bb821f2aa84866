package org.andiron.storage.paging;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.storage.PageOrigins.Origin;
import org.andiron.storage.query.SearchParser;
import org.andiron.storage.search.UrlSearch;

/**
 * A search that can be kept as a text, and done again from it.
 *
 * @param types the types searched, at least one
 * @param text the types, a question mark, and the parameters as in a URL
 */
record WrittenSearch(List<String> types, SearchParameterMap params, String text) {

  /** Not the name of any search parameter; how many the operation {@code $lastn} wants. */
  private static final String LAST = "$lastn";

  /**
   * A parameter.
   *
   * @param name with modifier and chain
   */
  private record Parameter(String name, String value) {

    String encoded() {
      return URLEncoder.encode(name, StandardCharsets.UTF_8)
          + '='
          + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
  }

  /** Empty if a URL cannot say what is searched for. */
  static Optional<WrittenSearch> of(List<String> types, SearchParameterMap params) {
    if (params.getEverythingMode() != null) {
      return Optional.empty();
    }
    return SearchParser.written(params)
        .map(
            criteria -> {
              List<Parameter> parameters = new ArrayList<>();
              criteria.forEach(it -> parameters.add(new Parameter(it.getKey(), it.getValue())));
              if (params instanceof UrlSearch url) {
                url.conditions()
                    .forEach(it -> parameters.add(new Parameter(it.name(), it.value())));
              }
              params
                  .getIncludes()
                  .forEach(it -> parameters.add(inclusion(Constants.PARAM_INCLUDE, it)));
              params
                  .getRevIncludes()
                  .forEach(it -> parameters.add(inclusion(Constants.PARAM_REVINCLUDE, it)));
              sort(params.getSort()).ifPresent(parameters::add);
              if (params.isLastN()) {
                parameters.add(new Parameter(LAST, String.valueOf(params.getLastNMax())));
              }
              return new WrittenSearch(List.copyOf(types), params, text(types, parameters));
            });
  }

  private static Parameter inclusion(String name, Include include) {
    return new Parameter(
        include.isRecurse() ? name + Constants.PARAM_INCLUDE_QUALIFIER_ITERATE : name,
        include.getValue());
  }

  private static Optional<Parameter> sort(SortSpec sort) {
    List<String> keys = new ArrayList<>();
    for (SortSpec key = sort; key != null; key = key.getChain()) {
      keys.add((key.getOrder() == SortOrderEnum.DESC ? "-" : "") + key.getParamName());
    }
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of(new Parameter(Constants.PARAM_SORT, String.join(",", keys)));
  }

  private static String text(List<String> types, List<Parameter> parameters) {
    return String.join(",", types)
        + '?'
        + parameters.stream().map(Parameter::encoded).collect(Collectors.joining("&"));
  }

  /** The search that a text stands for. */
  static WrittenSearch parse(String text) {
    Map<String, String[]> request = parameters(text);
    String[] last = request.remove(LAST);
    UrlSearch search = UrlSearch.of(request);
    if (last != null) {
      search.setLastN(true);
      search.setLastNMax(Integer.valueOf(last[0]));
    }
    return new WrittenSearch(types(text), search, text);
  }

  /** What the search of a text says that one request could say. */
  static Optional<Origin> origin(String text) {
    Map<String, String[]> parameters = parameters(text);
    return parameters.containsKey(LAST)
        ? Optional.empty()
        : Optional.of(new Origin(Set.copyOf(types(text)), parameters));
  }

  private static List<String> types(String text) {
    return Arrays.asList(text.substring(0, text.indexOf('?')).split(","));
  }

  private static Map<String, String[]> parameters(String text) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String parameter : text.substring(text.indexOf('?') + 1).split("&")) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters
            .computeIfAbsent(decoded(parameter.substring(0, equals)), it -> new ArrayList<>())
            .add(decoded(parameter.substring(equals + 1)));
      }
    }
    Map<String, String[]> request = new LinkedHashMap<>();
    parameters.forEach((name, values) -> request.put(name, values.toArray(String[]::new)));
    return request;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
