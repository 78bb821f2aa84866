package org.andiron.server.requestid;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The caller's place in a distributed trace, from the header {@code traceparent}.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero: the caller's span
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
record TraceParent(String traceId, String spanId) {

  static final String HEADER = "traceparent";

  /** Version 00, or a later version, which may append further fields. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?");

  private static final int LONGEST = 512;

  /** Reads the header; empty if it is absent or not well-formed. */
  static Optional<TraceParent> parse(@Nullable String header) {
    if (header == null || header.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(header);
    boolean valid =
        matcher.matches() && !("00".equals(matcher.group(1)) && matcher.group(4) != null);
    return valid
        ? Optional.of(new TraceParent(matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }
}
