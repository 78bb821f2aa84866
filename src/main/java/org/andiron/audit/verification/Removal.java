package org.andiron.audit.verification;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Why records may be gone whose leaves are there: a row of {@code andiron.audit_removal}.
 *
 * @param id of the record that tells of it
 * @param first gone are records of then and later
 * @param before and earlier than then
 * @param eventId of the only record that is gone; null for all of that time
 * @param leaves how many are gone
 * @param digest SHA-256 of their leaf hashes, one after the other
 */
record Removal(
    UUID id, Instant first, Instant before, @Nullable UUID eventId, long leaves, Hash digest) {

  /** The month that it is of, as retention takes them out; empty if it is of something else. */
  Optional<YearMonth> month() {
    YearMonth month = YearMonth.from(first.atOffset(ZoneOffset.UTC));
    return eventId == null
            && first.equals(start(month))
            && before.equals(start(month.plusMonths(1)))
        ? Optional.of(month)
        : Optional.empty();
  }

  /** Whether what it is of was old enough at a time. */
  boolean isOldAt(Instant time) {
    return !before.isAfter(
        time.plus(Chain.TOLERANCE)
            .atOffset(ZoneOffset.UTC)
            .minus(ArchiveHeader.LEAST_AGE)
            .toInstant());
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
