package org.andiron.security.authserver.backend;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a copy of a key set may be used.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2">Cache-Control, RFC 9111</a>
 */
final class CacheControl {

  static final Duration WITHOUT_WORD = Duration.ofMinutes(5);
  static final Duration LONGEST = Duration.ofHours(24);

  private static final Pattern MAX_AGE = Pattern.compile("(?:^|[\\s,])max-age=\"?(\\d{1,9})");

  private CacheControl() {}

  /** What a header says; a copy is never used for longer than a day. */
  static Duration lifetime(@Nullable String header) {
    if (header == null) {
      return WITHOUT_WORD;
    }
    String directives = header.toLowerCase(Locale.ROOT);
    if (directives.contains("no-store") || directives.contains("no-cache")) {
      return Duration.ZERO;
    }
    Matcher maxAge = MAX_AGE.matcher(directives);
    if (!maxAge.find()) {
      return WITHOUT_WORD;
    }
    Duration lifetime = Duration.ofSeconds(Long.parseLong(maxAge.group(1)));
    return lifetime.compareTo(LONGEST) > 0 ? LONGEST : lifetime;
  }
}
