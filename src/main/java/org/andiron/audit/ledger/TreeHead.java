package org.andiron.audit.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a log was at a time: as good as a copy of all its records for whoever wants to see later
 * whether one was changed. Signed are these 101 bytes, numbers with the highest byte first:
 *
 * <table>
 *   <caption>Signed bytes</caption>
 *   <tr><th>bytes</th><th>are</th></tr>
 *   <tr><td>0 to 20</td><td>{@code andiron-tree-head-v2} and a line feed, in ASCII; so that
 *       the signature is of nothing else that the key may sign</td></tr>
 *   <tr><td>21 to 36</td><td>id of the log, the 16 bytes of the UUID in the order in which it is
 *       written</td></tr>
 *   <tr><td>37 to 44</td><td>size</td></tr>
 *   <tr><td>45 to 52</td><td>time: milliseconds since 1970-01-01T00:00:00Z</td></tr>
 *   <tr><td>53 to 84</td><td>root</td></tr>
 *   <tr><td>85 to 92</td><td>watermark, {@link TransactionBounds}</td></tr>
 *   <tr><td>93 to 100</td><td>next transaction, {@link TransactionBounds}</td></tr>
 * </table>
 *
 * <p>Of version 1, which older databases have, signed are the first 85 bytes, which begin with
 * {@code andiron-tree-head-v1}.
 *
 * @param logId of the log; it stays when the log gets another key
 * @param size number of leaves
 * @param root hash of the tree of these leaves
 * @param time when this was so, in whole milliseconds
 * @param bounds which transactions are in it; null in a head of version 1
 */
public record TreeHead(
    UUID logId, long size, Hash root, Instant time, @Nullable TransactionBounds bounds) {

  private static final byte[] FIRST = "andiron-tree-head-v1\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SECOND = "andiron-tree-head-v2\n".getBytes(StandardCharsets.US_ASCII);
  private static final int FIRST_LENGTH = FIRST.length + 4 * Long.BYTES + Hash.BYTES;

  /**
   * @throws IllegalArgumentException if the size is below 0 or the time finer than a millisecond
   */
  public TreeHead {
    if (size < 0) {
      throw new IllegalArgumentException("a tree does not have " + size + " leaves");
    }
    if (!time.truncatedTo(ChronoUnit.MILLIS).equals(time)) {
      throw new IllegalArgumentException("the time of a head is in whole milliseconds");
    }
  }

  /** A head of version 1, as databases have them that are older than version 2. */
  public TreeHead(UUID logId, long size, Hash root, Instant time) {
    this(logId, size, root, time, null);
  }

  /** The bytes that are signed. */
  public byte[] encoded() {
    TransactionBounds signed = bounds;
    ByteBuffer bytes =
        ByteBuffer.allocate(FIRST_LENGTH + (signed == null ? 0 : 2 * Long.BYTES))
            .put(signed == null ? FIRST : SECOND)
            .putLong(logId.getMostSignificantBits())
            .putLong(logId.getLeastSignificantBits())
            .putLong(size)
            .putLong(time.toEpochMilli())
            .put(root.bytes());
    return signed == null
        ? bytes.array()
        : bytes.putLong(signed.watermark()).putLong(signed.nextXact()).array();
  }
}
