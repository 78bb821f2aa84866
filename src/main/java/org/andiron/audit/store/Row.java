package org.andiron.audit.store;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.ledger.Salt;
import org.jspecify.annotations.Nullable;

/**
 * A record of the audit log. What the database would refuse of it is refused here, so that no row
 * fails those that become durable together with it; only a time for which there is no partition is
 * not known here.
 *
 * @param id {@link #newId of} the time at which it is recorded
 * @param recorded when this server recorded it, in whole microseconds; also for a foreign record,
 *     whatever that says itself
 * @param content the AuditEvent as JSON; kept and committed to byte by byte
 * @param salt of this record and no other
 * @param search what it is found by
 * @param foreign whether another system reported it
 * @param requestId of the request that it tells of
 */
public record Row(
    UUID id,
    Instant recorded,
    String content,
    Salt salt,
    SearchValues search,
    boolean foreign,
    @Nullable String requestId) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BITS = 16;
  private static final long VERSION_7 = 7L << 12;
  private static final long RANDOM_OF_UPPER = 0xFFFL;
  private static final long VARIANT = 1L << 63;
  private static final long RANDOM_OF_LOWER = -1L >>> 2;

  /**
   * @throws IllegalArgumentException if the id is not of that time, the time is finer than a
   *     microsecond, or PostgreSQL would not take a text
   */
  public Row {
    if (id.version() != 7
        || id.getMostSignificantBits() >>> RANDOM_BITS != recorded.toEpochMilli()) {
      throw new IllegalArgumentException("the id of a row is made of the time in it");
    }
    if (!recorded.truncatedTo(ChronoUnit.MICROS).equals(recorded)) {
      throw new IllegalArgumentException("the time of a row is in whole microseconds");
    }
    StorableText.require(content);
    StorableText.require(requestId);
  }

  /**
   * A new id, a UUID of version 7: rows of a time are found by it and lie beside each other.
   *
   * @param recorded when the row that gets it is recorded
   */
  public static UUID newId(Instant recorded) {
    return new UUID(
        (recorded.toEpochMilli() << RANDOM_BITS)
            | VERSION_7
            | (RANDOM.nextLong() & RANDOM_OF_UPPER),
        VARIANT | (RANDOM.nextLong() & RANDOM_OF_LOWER));
  }

  /** What the tree commits to. */
  Hash commitment() {
    return salt.commit(content.getBytes(StandardCharsets.UTF_8));
  }

  /** What the tree will hold of it. */
  public Leaf leaf() {
    return new Leaf(id, recorded, commitment());
  }
}
