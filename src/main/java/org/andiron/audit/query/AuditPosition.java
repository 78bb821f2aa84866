package org.andiron.audit.query;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in the log a record stands: pages begin behind one. It tells nobody more than the record
 * does, and gives no right: what a page shows is decided for whoever asks for it.
 *
 * @param recorded in whole microseconds, in the millisecond of the id
 */
public record AuditPosition(Instant recorded, UUID id) {

  private static final Pattern FORM =
      Pattern.compile("(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})\\.(\\d{3})");

  /** As it stands in a link. */
  public String text() {
    long micros = recorded.truncatedTo(ChronoUnit.MILLIS).until(recorded, ChronoUnit.MICROS);
    return String.format(Locale.ROOT, "%s.%03d", id, micros);
  }

  /** Of a text; empty if it is none. */
  public static Optional<AuditPosition> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    UUID id = UUID.fromString(matcher.group(1));
    return Optional.of(
        new AuditPosition(
            Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)
                .plus(Long.parseLong(matcher.group(2)), ChronoUnit.MICROS),
            id));
  }
}
