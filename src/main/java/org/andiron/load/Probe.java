package org.andiron.load;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A business identifier of one resource of an all-or-nothing Bundle: whether the resource is on the
 * server tells whether the Bundle is.
 */
record Probe(String type, String system, String value) {

  /** The search that counts resources with this identifier written since a moment. */
  String query(Instant since) {
    String token = escape(system) + "|" + escape(value);
    return type
        + "?identifier="
        + URLEncoder.encode(token, StandardCharsets.UTF_8)
        + "&_lastUpdated=ge"
        + since.truncatedTo(ChronoUnit.SECONDS)
        + "&_summary=count";
  }

  private static String escape(String part) {
    return part.replace("\\", "\\\\").replace("|", "\\|").replace(",", "\\,").replace("$", "\\$");
  }

  /** A value from a record may be a person's number: it does not belong in a log. */
  @Override
  public String toString() {
    return "Probe[" + type + "]";
  }
}
