package org.andiron.server.semantics;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.andiron.server.error.ParameterFault;
import org.springframework.http.HttpStatus;

/**
 * What a client may ask about the form of an answer. HAPI takes what it does not know for nothing.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#parameters">General parameters</a>
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">Content types</a>
 */
final class AnswerForm {

  private static final String FORMATS =
      "Use json (application/fhir+json, application/json) or xml (application/fhir+xml,"
          + " application/xml).";

  private static final Map<String, List<String>> VALUES =
      Map.of(
          Constants.PARAM_SUMMARY, List.of("true", "text", "data", "count", "false"),
          Constants.PARAM_PRETTY, List.of("true", "false"));

  private static final Set<String> ANY = Set.of("*/*", "*", "application/*", "text/*");

  private AnswerForm() {}

  /**
   * Checks {@code _format}, {@code _summary} and {@code _pretty}.
   *
   * @throws BaseServerResponseException 406 for a format that is not served, 400 for another value
   *     that does not exist
   */
  static void check(Map<String, String[]> parameters) {
    for (String format : values(parameters, Constants.PARAM_FORMAT)) {
      if (!format.isBlank() && !isServed(format)) {
        throw notServed("The format that _format names is not served. " + FORMATS);
      }
    }
    VALUES.forEach(
        (name, known) -> {
          for (String value : values(parameters, name)) {
            if (!value.isBlank() && !known.contains(value)) {
              throw ParameterFault.refusal(
                  List.of(
                      ParameterFault.ofValue(
                          name, name + " must be one of " + String.join(", ", known))));
            }
          }
        });
  }

  /**
   * Checks the media ranges of Accept.
   *
   * @throws BaseServerResponseException 406 if none of them is served
   */
  static void checkAccept(List<String> headers) {
    boolean asked = false;
    for (String header : headers) {
      for (String range : header.split(",", -1)) {
        if (!range.isBlank()) {
          asked = true;
          if (isAccepted(range)) {
            return;
          }
        }
      }
    }
    if (asked) {
      throw notServed("No media type that Accept names is served. " + FORMATS);
    }
  }

  private static boolean isAccepted(String range) {
    String[] parts = range.toLowerCase(Locale.ROOT).split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].strip().matches("q=0(\\.0*)?")) {
        return false;
      }
    }
    return ANY.contains(parts[0].strip()) || isServed(parts[0]);
  }

  private static boolean isServed(String format) {
    int semicolon = format.indexOf(';');
    String type = (semicolon < 0 ? format : format.substring(0, semicolon)).strip();
    EncodingEnum encoding = EncodingEnum.forContentType(type.toLowerCase(Locale.ROOT));
    return encoding == EncodingEnum.JSON || encoding == EncodingEnum.XML;
  }

  private static String[] values(Map<String, String[]> parameters, String name) {
    return parameters.getOrDefault(name, new String[0]);
  }

  private static BaseServerResponseException notServed(String message) {
    return new UnclassifiedServerFailureException(HttpStatus.NOT_ACCEPTABLE.value(), message);
  }
}
