package org.andiron.audit.report.operation;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Forms of a report. The first is that of whoever takes all. */
enum ReportFormat {
  JSON(
      "application/fhir+json;charset=UTF-8",
      Set.of("json", "application/fhir+json", "application/json", "text/json")),
  XML(
      "application/fhir+xml;charset=UTF-8",
      Set.of("xml", "application/fhir+xml", "application/xml", "text/xml")),
  HTML("text/html;charset=UTF-8", Set.of("html", "text/html")),
  CSV("text/csv;charset=UTF-8;header=present", Set.of("csv", "text/csv"));

  private final String contentType;
  private final Set<String> names;

  ReportFormat(String contentType, Set<String> names) {
    this.contentType = contentType;
    this.names = names;
  }

  String contentType() {
    return contentType;
  }

  /**
   * The form that {@code _format} names, or else that {@code Accept} likes most.
   *
   * @throws BaseServerResponseException 406 if there is none
   */
  static ReportFormat of(@Nullable String format, List<String> accept) {
    Optional<ReportFormat> chosen =
        format != null && !format.isBlank() ? named(format) : accepted(accept);
    return chosen.orElseThrow(
        () ->
            new UnclassifiedServerFailureException(
                HttpStatus.NOT_ACCEPTABLE.value(),
                "$access-report answers in application/fhir+json, application/fhir+xml, text/html"
                    + " and text/csv. Name one of them in Accept, or json, xml, html or csv in"
                    + " _format."));
  }

  private static Optional<ReportFormat> named(String format) {
    String name = format.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    // A plus that was not escaped in a URL.
    String type = name.replace("application/fhir ", "application/fhir+");
    return Arrays.stream(values()).filter(it -> it.names.contains(type)).findFirst();
  }

  private static Optional<ReportFormat> accepted(List<String> headers) {
    List<MediaType> ranges;
    try {
      ranges = MediaType.parseMediaTypes(headers);
    } catch (InvalidMediaTypeException e) {
      ranges = List.of();
    }
    if (ranges.isEmpty()) {
      return headers.stream().allMatch(String::isBlank) ? Optional.of(JSON) : Optional.empty();
    }
    ReportFormat best = null;
    double most = 0;
    for (ReportFormat it : values()) {
      double quality = it.quality(ranges);
      if (quality > most) {
        best = it;
        most = quality;
      }
    }
    return Optional.ofNullable(best);
  }

  /** That of the most specific range; 0 if it is not accepted. */
  private double quality(List<MediaType> ranges) {
    double quality = 0;
    int specific = -1;
    for (MediaType range : ranges) {
      for (String name : names) {
        if (name.indexOf('/') > 0 && range.includes(MediaType.valueOf(name))) {
          int specificity = range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
          if (specificity > specific
              || (specificity == specific && range.getQualityValue() > quality)) {
            specific = specificity;
            quality = range.getQualityValue();
          }
        }
      }
    }
    return quality;
  }
}
