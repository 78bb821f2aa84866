package org.andiron.audit.verification;

import java.time.Instant;
import java.time.Period;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;

/**
 * What an archive says that it has: records of one time, with their leaves.
 *
 * @param logId id of the log, as in its heads
 * @param first records of then and later
 * @param before and earlier than then
 * @param leaves how many
 * @param digest SHA-256 of their leaf hashes, one after the other by index, as removals tell it
 */
public record ArchiveHeader(UUID logId, Instant first, Instant before, long leaves, Hash digest) {

  /** What is younger is in no archive, whatever the retention. */
  public static final Period LEAST_AGE = Period.ofYears(1);

  boolean covers(Instant recorded) {
    return !recorded.isBefore(first) && recorded.isBefore(before);
  }

  /** Whether the log tells that exactly this was removed. */
  boolean isOf(Removal removal) {
    return removal.eventId() == null
        && removal.first().equals(first)
        && removal.before().equals(before)
        && removal.leaves() == leaves
        && removal.digest().equals(digest);
  }
}
