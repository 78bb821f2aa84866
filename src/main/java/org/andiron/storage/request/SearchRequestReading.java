package org.andiron.storage.request;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.andiron.server.error.ParameterFault;
import org.andiron.storage.query.Criterion;
import org.andiron.storage.query.NearestNames;
import org.andiron.storage.query.SearchParser;
import org.andiron.storage.query.SearchResultParameters;
import org.andiron.storage.query.UnsupportedSearchException;

/** One reading of the parameters of a search. */
final class SearchRequestReading {

  private static final String ELEMENTS_EXCLUDE = "_elements:exclude";

  /** Those that may come once, with their values. */
  private static final Map<String, List<String>> CODES =
      Map.of(
          Constants.PARAM_SUMMARY, List.of("true", "text", "data", "count", "false"),
          Constants.PARAM_SEARCH_TOTAL_MODE, List.of("none", "estimate", "accurate"),
          Constants.PARAM_CONTAINED, List.of("false", "true", "both"),
          Constants.PARAM_CONTAINED_TYPE, List.of("container", "contained"));

  private static final Map<String, String> ONLY_SERVED =
      Map.of(Constants.PARAM_CONTAINED, "false", Constants.PARAM_CONTAINED_TYPE, "container");

  private static final List<String> INCLUDES =
      List.of(Constants.PARAM_INCLUDE, Constants.PARAM_REVINCLUDE);

  /** How the answer is written; what they may be is known to the whole server. */
  private static final List<String> FORMS = List.of(Constants.PARAM_FORMAT, Constants.PARAM_PRETTY);

  private final List<String> types;
  private final SearchParser parser;
  private final RequestedElements elements;
  private final int largestPage;

  private final List<ParameterFault> faults = new ArrayList<>();
  private final List<ParameterFault> unsupported = new ArrayList<>();
  private final Map<String, List<String>> applied = new LinkedHashMap<>();
  private final List<Criterion> criteria = new ArrayList<>();

  SearchRequestReading(
      List<String> types, SearchParser parser, RequestedElements elements, int largestPage) {
    this.types = types;
    this.parser = parser;
    this.elements = elements;
    this.largestPage = largestPage;
  }

  private interface Step {
    void run();
  }

  AppliedSearch read(Map<String, String[]> parameters, boolean lenient) {
    Map<String, String[]> sorted = new TreeMap<>(parameters);
    sorted.forEach(
        (name, values) -> {
          if (!SearchResultParameters.contains(name)) {
            criteria(name, values);
          }
        });
    sorted.forEach(
        (name, values) -> {
          if (SearchResultParameters.contains(name)) {
            attempt(name, () -> control(name, given(values)));
          }
        });
    requireOneKindOfSubset();
    List<ParameterFault> refused = new ArrayList<>(faults);
    if (!lenient) {
      refused.addAll(unsupported);
    }
    if (!refused.isEmpty()) {
      throw ParameterFault.refusal(refused);
    }
    return new AppliedSearch(applied, unsupported);
  }

  private void attempt(String name, Step step) {
    try {
      step.run();
    } catch (UnsupportedSearchException e) {
      unsupported.add(ParameterFault.unsupported(name, said(e)));
    } catch (InvalidRequestException e) {
      faults.add(ParameterFault.ofValue(name, said(e)));
    }
  }

  private static String said(InvalidRequestException e) {
    return Objects.requireNonNullElse(e.getMessage(), "The parameter cannot be understood.");
  }

  private void apply(String name, String value) {
    applied.computeIfAbsent(name, it -> new ArrayList<>()).add(value);
  }

  private static List<String> given(String[] values) {
    return Arrays.stream(values).filter(it -> !it.isBlank()).toList();
  }

  private static List<String> items(List<String> values) {
    return Arrays.stream(String.join(",", values).split(","))
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .distinct()
        .toList();
  }

  private void criteria(String name, String[] values) {
    List<String> given = given(values);
    if (given.isEmpty()) {
      attempt(name, () -> parser.requireParameter(types, name));
    }
    for (String value : given) {
      attempt(
          name,
          () -> {
            criteria.add(parser.parse(types, name, value));
            apply(name, value);
          });
    }
  }

  private void control(String name, List<String> values) {
    String code = name.replaceAll("[:.].*", "");
    if (INCLUDES.contains(code)) {
      values.stream().distinct().forEach(it -> attempt(name, () -> include(name, it)));
    } else if (code.equals(Constants.PARAM_ELEMENTS) && isElements(name)) {
      elements(name, items(values));
    } else if (!code.equals(name)) {
      throw unknownModifier(code, name.substring(code.length()));
    } else if (code.equals(Constants.PARAM_OFFSET)) {
      throw new UnsupportedSearchException(
          "The parameter '_offset' is not part of R4. Further pages are behind the link 'next' of"
              + " each page; _count says how long a page is.");
    } else if (code.equals(Constants.PARAM_SORT)) {
      sort(items(values));
    } else if (FORMS.contains(code)) {
      values.forEach(it -> apply(code, it));
    } else {
      single(code, values).ifPresent(it -> apply(code, it));
    }
  }

  private static boolean isElements(String name) {
    return name.equals(Constants.PARAM_ELEMENTS) || name.equals(ELEMENTS_EXCLUDE);
  }

  private static UnsupportedSearchException unknownModifier(String code, String modifier) {
    String advice =
        switch (code) {
          case Constants.PARAM_SORT ->
              " A hyphen before a name reverses the order, such as _sort=-_lastUpdated.";
          case Constants.PARAM_ELEMENTS -> " It has :exclude.";
          default -> "";
        };
    return new UnsupportedSearchException(
        "The parameter '" + code + "' has no modifier '" + modifier + "'." + advice);
  }

  private void include(String name, String value) {
    parser.requireInclude(types, name, value);
    apply(name, value);
  }

  private void elements(String name, List<String> names) {
    List<String> known = new ArrayList<>();
    names.forEach(it -> attempt(name, () -> known.add(elements.read(types, it))));
    if (!known.isEmpty()) {
      apply(name, String.join(",", known));
    }
  }

  private void sort(List<String> keys) {
    List<String> known = new ArrayList<>();
    for (String key : keys) {
      attempt(
          Constants.PARAM_SORT,
          () -> {
            String code = key.startsWith("-") ? key.substring(1) : key;
            if (code.equals(Constants.PARAM_PID)) {
              throw new UnsupportedSearchException("A search cannot be sorted by '" + code + "'.");
            }
            parser.requireSortKey(types, criteria, code);
            known.add(key);
          });
    }
    if (!known.isEmpty()) {
      apply(Constants.PARAM_SORT, String.join(",", known));
    }
  }

  private Optional<String> single(String code, List<String> values) {
    List<String> different = values.stream().map(String::strip).distinct().toList();
    if (different.size() > 1) {
      throw new InvalidRequestException(
          "The parameter '" + code + "' has several values. It may have one.");
    }
    return different.stream().findFirst().map(it -> value(code, it));
  }

  private String value(String code, String value) {
    List<String> codes = CODES.get(code);
    if (codes == null) {
      return Integer.toString(pageSize(code, value));
    }
    if (!codes.contains(value)) {
      throw new InvalidRequestException(
          "The parameter '"
              + code
              + "' must be one of "
              + String.join(", ", codes)
              + '.'
              + NearestNames.question(value, codes));
    }
    String only = ONLY_SERVED.get(code);
    if (only != null && !only.equals(value)) {
      throw new UnsupportedSearchException(
          "The parameter '"
              + code
              + "' is served as "
              + only
              + " only: contained resources are not found by themselves.");
    }
    return value;
  }

  private int pageSize(String code, String value) {
    if (!value.matches("\\+?\\d{1,18}")) {
      throw new InvalidRequestException(
          "The parameter '" + code + "' must be a whole number that is not negative.");
    }
    return (int) Math.min(Long.parseLong(value), largestPage);
  }

  private void requireOneKindOfSubset() {
    List<String> summary = applied.get(Constants.PARAM_SUMMARY);
    boolean summarised = summary != null && !summary.contains("false");
    if (summarised
        && (applied.containsKey(Constants.PARAM_ELEMENTS)
            || applied.containsKey(ELEMENTS_EXCLUDE))) {
      faults.add(
          ParameterFault.ofValue(
              Constants.PARAM_ELEMENTS,
              "The parameters '_elements' and '_summary' cannot be combined, unless _summary is"
                  + " false."));
    }
  }
}
