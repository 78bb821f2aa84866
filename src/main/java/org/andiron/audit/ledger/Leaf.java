package org.andiron.audit.ledger;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What the tree holds of one record. It says nothing of the content but a {@link Salt#commit
 * commitment}, so content and salt can be erased and the tree still holds. The input of its hash
 * has 57 bytes, numbers with the highest byte first:
 *
 * <table>
 *   <caption>Input of the leaf hash</caption>
 *   <tr><th>bytes</th><th>are</th></tr>
 *   <tr><td>0</td><td>version of this format: 1</td></tr>
 *   <tr><td>1 to 16</td><td>id of the record, the 16 bytes of the UUID in the order in which it is
 *       written</td></tr>
 *   <tr><td>17 to 24</td><td>when it was recorded: microseconds since 1970-01-01T00:00:00Z without
 *       leap seconds, as signed 64-bit number</td></tr>
 *   <tr><td>25 to 56</td><td>commitment: SHA-256(salt of 32 bytes || content)</td></tr>
 * </table>
 *
 * @param id of the record
 * @param recorded when it was recorded, in whole microseconds as PostgreSQL keeps it
 * @param commitment to the content
 */
public record Leaf(UUID id, Instant recorded, Hash commitment) {

  private static final byte FORMAT = 1;
  private static final int LENGTH = 1 + 3 * Long.BYTES + Hash.BYTES;

  /**
   * @throws IllegalArgumentException if the time is finer than a microsecond: the database would
   *     round it, and the record would not be found unaltered
   */
  public Leaf {
    if (!recorded.truncatedTo(ChronoUnit.MICROS).equals(recorded)) {
      throw new IllegalArgumentException("the time of a record is in whole microseconds");
    }
  }

  /** The input of the hash. */
  public byte[] encoded() {
    return ByteBuffer.allocate(LENGTH)
        .put(FORMAT)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .putLong(micros(recorded))
        .put(commitment.bytes())
        .array();
  }

  private static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }

  /** The hash that is appended to the tree: SHA-256(0x00 || {@link #encoded()}). */
  public Hash hash() {
    return Hash.ofLeaf(encoded());
  }
}
