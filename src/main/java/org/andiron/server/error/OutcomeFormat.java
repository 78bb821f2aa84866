package org.andiron.server.error;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two representations an OperationOutcome is written in. */
enum OutcomeFormat {
  JSON("application/fhir+json;charset=UTF-8"),
  XML("application/fhir+xml;charset=UTF-8");

  private final String contentType;

  OutcomeFormat(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /**
   * What the request asks for: {@code _format} first, then {@code Accept}, else JSON. The query is
   * read from the raw query string, since asking the container for a parameter would consume the
   * body of a form.
   */
  static OutcomeFormat of(HttpServletRequest request) {
    OutcomeFormat byParameter = ofFormatParameter(request.getQueryString());
    return byParameter != null ? byParameter : ofAccept(request.getHeaders("Accept"));
  }

  private static @Nullable OutcomeFormat ofFormatParameter(@Nullable String query) {
    if (query == null) {
      return null;
    }
    int start = query.startsWith("_format=") ? 0 : query.indexOf("&_format=") + 1;
    if (start == 0 && !query.startsWith("_format=")) {
      return null;
    }
    int end = query.indexOf('&', start);
    String raw = query.substring(start + "_format=".length(), end < 0 ? query.length() : end);
    String value = decoded(raw).toLowerCase(Locale.ROOT);
    if (value.contains("xml")) {
      return XML;
    }
    return value.contains("json") ? JSON : null;
  }

  private static String decoded(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformedEscape) {
      return raw;
    }
  }

  private static OutcomeFormat ofAccept(@Nullable Enumeration<String> headers) {
    double json = 0;
    double xml = 0;
    while (headers != null && headers.hasMoreElements()) {
      for (String range : headers.nextElement().toLowerCase(Locale.ROOT).split(",", -1)) {
        int semicolon = range.indexOf(';');
        String type = (semicolon < 0 ? range : range.substring(0, semicolon)).trim();
        double quality = semicolon < 0 ? 1 : quality(range.substring(semicolon));
        switch (type) {
          case "application/fhir+xml", "application/xml", "text/xml", "application/xml+fhir" ->
              xml = Math.max(xml, quality);
          case "application/fhir+json",
              "application/json",
              "text/json",
              "application/json+fhir",
              "text/html",
              "application/*",
              "*/*" ->
              json = Math.max(json, quality);
          default -> {
            // No representation of an OperationOutcome.
          }
        }
      }
    }
    return xml > json ? XML : JSON;
  }

  private static double quality(String parameters) {
    for (String parameter : parameters.split(";", -1)) {
      String trimmed = parameter.trim();
      if (trimmed.startsWith("q=")) {
        try {
          return Double.parseDouble(trimmed.substring(2));
        } catch (NumberFormatException notANumber) {
          return 0;
        }
      }
    }
    return 1;
  }
}
