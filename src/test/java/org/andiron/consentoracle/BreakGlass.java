package org.andiron.consentoracle;

import java.time.Duration;
import java.time.Instant;

/**
 * A declaration of an emergency.
 *
 * @param patient for whom
 * @param declared when
 */
record BreakGlass(String patient, String reason, Instant declared) {

  static final Duration LASTS = Duration.ofMinutes(15);

  boolean holds(Instant time) {
    return !reason.isBlank() && !time.isBefore(declared) && time.isBefore(declared.plus(LASTS));
  }
}
