package org.andiron.audit.verification;

import java.time.Instant;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
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

  boolean covers(Leaf leaf) {
    return !leaf.recorded().isBefore(first)
        && leaf.recorded().isBefore(before)
        && (eventId == null || eventId.equals(leaf.id()));
  }
}
