package org.andiron.server.guard;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.ResourceType;

/**
 * Refuses numbers in a search that become gigabytes once HAPI writes them out, such as 1e999999999.
 * Only where a number is searched for: an identifier may look the same.
 */
final class SearchNumberLimits {

  /** As a whole, perhaps after a comparator: ids have digits around an "e" as well. */
  private static final Pattern POWER_OF_TEN =
      Pattern.compile(
          "(?<=^|[\\s,$(\\[\"])(?:[a-z]{2})?[+-]?[0-9.]+[eE][+-]?0*([0-9]{3,})(?=$|[\\s,$)\\]\"|])");

  private static final Set<RestSearchParameterTypeEnum> NUMERIC =
      Set.of(
          RestSearchParameterTypeEnum.NUMBER,
          RestSearchParameterTypeEnum.QUANTITY,
          RestSearchParameterTypeEnum.COMPOSITE,
          RestSearchParameterTypeEnum.SPECIAL);

  private final int largestExponent;
  private final ISearchParamRegistry searchParameters;

  SearchNumberLimits(LimitsProperties limits, ISearchParamRegistry searchParameters) {
    this.largestExponent = limits.numberLength();
    this.searchParameters = searchParameters;
  }

  /**
   * Checks the parameters of a query.
   *
   * @throws InvalidRequestException naming the parameter
   */
  void check(Map<String, String[]> parameters) {
    parameters.forEach(
        (name, values) -> {
          for (String value : values) {
            check(name, value);
          }
        });
  }

  /**
   * Checks a URL with criteria, or the criteria alone.
   *
   * @throws InvalidRequestException naming the parameter
   */
  void checkCriteria(String url) {
    for (String pair : url.substring(url.indexOf('?') + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        check(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
  }

  private void check(String name, String value) {
    if (isExtreme(value, largestExponent) && searchesNumbers(name)) {
      throw new InvalidRequestException(
          "The exponent of a number in parameter "
              + name
              + " is beyond "
              + largestExponent
              + " (andiron.limits.number-length).");
    }
  }

  /** Whether a value has a number with a greater exponent. */
  static boolean isExtreme(String value, int largestExponent) {
    Matcher power = POWER_OF_TEN.matcher(value);
    while (power.find()) {
      String exponent = power.group(1);
      if (exponent.length() > 9 || Integer.parseInt(exponent) > largestExponent) {
        return true;
      }
    }
    return false;
  }

  /** The chained and reverse chained parameters count as much as the first. */
  private boolean searchesNumbers(String name) {
    if (name.equals("_filter")) {
      return true;
    }
    for (String code : name.split("[.:]")) {
      for (ResourceType type : ResourceType.values()) {
        RuntimeSearchParam parameter =
            searchParameters.getActiveSearchParam(
                type.name(), code, SearchParamLookupContextEnum.ALL);
        if (parameter != null && NUMERIC.contains(parameter.getParamType())) {
          return true;
        }
      }
    }
    return false;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
