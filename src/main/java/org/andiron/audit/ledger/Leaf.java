package org.andiron.audit.ledger;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the tree holds of one record. It says nothing of the content but a {@link Salt#commit
 * commitment}, so content and salt can be erased and the tree still holds. The input of its hash
 * has 65 bytes, of version 1 the first 57, numbers with the highest byte first:
 *
 * <table>
 *   <caption>Input of the leaf hash</caption>
 *   <tr><th>bytes</th><th>are</th></tr>
 *   <tr><td>0</td><td>version of this format: 2, or 1</td></tr>
 *   <tr><td>1 to 16</td><td>id of the record, the 16 bytes of the UUID in the order in which it is
 *       written</td></tr>
 *   <tr><td>17 to 24</td><td>when it was recorded: microseconds since 1970-01-01T00:00:00Z without
 *       leap seconds, as signed 64-bit number</td></tr>
 *   <tr><td>25 to 56</td><td>commitment: SHA-256(salt of 32 bytes || content)</td></tr>
 *   <tr><td>57 to 64</td><td>number of the transaction that wrote the record, as unsigned 64-bit
 *       number</td></tr>
 * </table>
 *
 * @param id of the record
 * @param recorded when it was recorded, in whole microseconds as PostgreSQL keeps it
 * @param commitment to the content
 * @param xact number of the transaction that wrote it; null in a leaf of version 1
 */
public record Leaf(UUID id, Instant recorded, Hash commitment, @Nullable Long xact) {

  private static final int FIRST_LENGTH = 1 + 3 * Long.BYTES + Hash.BYTES;

  /**
   * @throws IllegalArgumentException if the time is finer than a microsecond: the database would
   *     round it, and the record would not be found unaltered
   */
  public Leaf {
    if (!recorded.truncatedTo(ChronoUnit.MICROS).equals(recorded)) {
      throw new IllegalArgumentException("the time of a record is in whole microseconds");
    }
  }

  /** A leaf of version 1, as databases have them that are older than version 2. */
  public Leaf(UUID id, Instant recorded, Hash commitment) {
    this(id, recorded, commitment, null);
  }

  /** The input of the hash. */
  public byte[] encoded() {
    Long written = xact;
    ByteBuffer bytes =
        ByteBuffer.allocate(FIRST_LENGTH + (written == null ? 0 : Long.BYTES))
            .put((byte) (written == null ? 1 : 2))
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .putLong(micros(recorded))
            .put(commitment.bytes());
    return written == null ? bytes.array() : bytes.putLong(written).array();
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
