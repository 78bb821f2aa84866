package org.andiron.load;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that was not stored, and why.
 *
 * @param source the file
 * @param entry index of the Bundle's entry from 0, or {@code null} for the whole Bundle
 * @param line line of an NDJSON file from 1, or {@code null}
 * @param status the HTTP status, or {@code null} when no server was asked
 * @param resources what is missing on the server because of it, by type
 * @param unknown whether it may be stored all the same
 */
record Rejection(
    String source,
    @Nullable Integer entry,
    @Nullable Integer line,
    @Nullable String fullUrl,
    @Nullable Integer status,
    Map<String, Long> resources,
    boolean unknown,
    List<Issue> issues) {

  /** One issue of an OperationOutcome. */
  record Issue(
      String severity, String code, @Nullable String diagnostics, @Nullable String expression) {}

  Rejection {
    resources = Map.copyOf(resources);
    issues = List.copyOf(issues);
  }

  /** A file or line that cannot be read as FHIR. */
  static Rejection unreadable(String source, @Nullable Integer line, String reason) {
    return new Rejection(
        source,
        null,
        line,
        null,
        null,
        Map.of(),
        false,
        List.of(new Issue("error", "structure", reason, null)));
  }
}
