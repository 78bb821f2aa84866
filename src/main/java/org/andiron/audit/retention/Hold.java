package org.andiron.audit.retention;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps months of the log in it, however old they are: those of a time, and of these those in which
 * something is about a patient.
 *
 * @param id by which it is lifted; also of the record that tells of it
 * @param scope what it is on
 * @param reason in the words of who placed it
 * @param placed when
 * @param placedBy login of the database
 * @param lift how it ended; empty while it is in force
 */
public record Hold(
    UUID id, HoldScope scope, String reason, Instant placed, String placedBy, Optional<Lift> lift) {

  /**
   * How a hold ended.
   *
   * @param reason in the words of who lifted it
   * @param time when
   * @param by login of the database
   */
  public record Lift(String reason, Instant time, String by) {}
}
