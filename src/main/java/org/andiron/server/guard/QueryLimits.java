package org.andiron.server.guard;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import java.util.Map;
import org.andiron.server.error.ParameterFault;

/** The limits of {@link LimitsProperties} that concern the parameters of one query. */
final class QueryLimits {

  private final LimitsProperties limits;

  QueryLimits(LimitsProperties limits) {
    this.limits = limits;
  }

  /**
   * Checks all parameters.
   *
   * @throws InvalidRequestException naming the parameter and the setting
   */
  void check(Map<String, String[]> parameters) {
    int total = 0;
    int includes = 0;
    int iterated = 0;
    for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
      String name = parameter.getKey();
      String[] values = parameter.getValue();
      total += values.length;
      if (name.startsWith("_include") || name.startsWith("_revinclude")) {
        includes += values.length;
        iterated += name.endsWith(":iterate") || name.endsWith(":recurse") ? values.length : 0;
      }
      checkChain(name);
      for (String value : values) {
        checkValue(name, value);
      }
    }
    atMost(total, limits.parameters(), "The query has %d parameters", "parameters");
    atMost(includes, limits.includes(), "The query has %d includes", "includes");
    atMost(
        iterated,
        limits.iteratedIncludes(),
        "The query has %d iterated includes",
        "iterated-includes");
  }

  /**
   * Reads a count.
   *
   * @throws InvalidRequestException if it is not a whole number from 0 on
   */
  static int parseCount(String name, String value) {
    String digits = value.trim();
    boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      throw ParameterFault.refusal(
          List.of(
              ParameterFault.ofValue(
                  name,
                  "The parameter '" + name + "' must be a whole number that is not negative.")));
    }
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  private void checkChain(String name) {
    int links = 0;
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '.' || name.startsWith("_has:", i)) {
        links++;
      }
    }
    atMost(links, limits.chainDepth(), "A parameter chains %d links", "chain-depth");
  }

  private void checkValue(String name, String value) {
    if (value.length() > limits.parameterLength().toBytes()) {
      throw new InvalidRequestException(
          "A parameter value is longer than "
              + limits.parameterLength().toBytes()
              + " characters (andiron.limits.parameter-length).");
    }
    switch (name) {
      case "_count", "_offset", "_getpagesoffset", "_maxresults" -> {
        if (!value.isBlank()) {
          parseCount(name, value);
        }
      }
      // Documents, not lists of values.
      case "query", "_filter" -> {}
      default -> checkOrValues(value);
    }
  }

  private void checkOrValues(String value) {
    int values = 1;
    for (int i = value.indexOf(','); i >= 0; i = value.indexOf(',', i + 1)) {
      if (i == 0 || value.charAt(i - 1) != '\\') {
        values++;
      }
    }
    atMost(values, limits.orValues(), "A parameter has %d values", "or-values");
  }

  private static void atMost(int found, int allowed, String problem, String setting) {
    if (found > allowed) {
      throw new InvalidRequestException(
          problem.formatted(found)
              + "; at most "
              + allowed
              + " are allowed (andiron.limits."
              + setting
              + ").");
    }
  }
}
