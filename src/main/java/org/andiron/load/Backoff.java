package org.andiron.load;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a repeat: doubling from half a second to half a minute, half of it by
 * chance, so that many loaders do not come back at the same moment.
 */
final class Backoff {

  static final Duration FIRST = Duration.ofMillis(500);
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** A server may ask for more than our own longest wait, but not for ever. */
  static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

  private final DoubleSupplier random;

  Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /**
   * The wait before repeat {@code attempt}, counted from 0.
   *
   * @param asked what the server asked for; never waited less, never more than five minutes
   */
  Duration delay(int attempt, Optional<Duration> asked) {
    long full = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempt, 10));
    Duration own = Duration.ofMillis(full / 2 + (long) (full / 2.0 * random.getAsDouble()));
    if (asked.isEmpty()) {
      return own;
    }
    Duration bounded = asked.get().compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked.get();
    return bounded.isZero() || bounded.compareTo(own) > 0 ? bounded : own;
  }

  /**
   * The value of a {@code Retry-After} header, in either of its forms; empty when it is neither.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, 10.2.3</a>
   */
  static Optional<Duration> retryAfter(String value, Instant now) {
    String text = value.strip();
    if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(Character::isDigit)) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    return date(text).map(at -> at.isBefore(now) ? Duration.ZERO : Duration.between(now, at));
  }

  /** An HTTP date; empty when it is none. */
  static Optional<Instant> date(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
