package org.andiron.audit.anchor;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.TransactionBounds;
import org.andiron.audit.ledger.TreeHead;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code andiron.audit_time_stamp}. It says nothing until {@link TimeStampCheck} says that
 * the token is of the head.
 *
 * @param head of which it is
 * @param token TimeStampToken in DER
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2">RFC 3161</a>
 */
public record TimeStamp(TreeHead head, byte[] token) {

  /** The columns of which {@link #read} makes one. */
  public static final String COLUMNS = "log, size, root, head_time, token, watermark, next_xact";

  /** Copies the token. */
  public TimeStamp {
    token = token.clone();
  }

  /**
   * Reads the row at which a result is.
   *
   * @throws IllegalArgumentException if no time stamp can be in such a row
   */
  public static TimeStamp read(ResultSet row) throws SQLException {
    OffsetDateTime time = row.getObject("head_time", OffsetDateTime.class);
    UUID log = row.getObject("log", UUID.class);
    byte[] root = row.getBytes("root");
    byte[] token = row.getBytes("token");
    if (time == null || log == null || root == null || token == null) {
      throw new IllegalArgumentException("a time stamp has all columns");
    }
    String watermark = row.getString("watermark");
    String nextXact = row.getString("next_xact");
    TransactionBounds bounds =
        watermark == null || nextXact == null
            ? null
            : new TransactionBounds(
                Long.parseUnsignedLong(watermark), Long.parseUnsignedLong(nextXact));
    return new TimeStamp(
        new TreeHead(log, row.getLong("size"), Hash.of(root), time.toInstant(), bounds), token);
  }

  @Override
  public byte[] token() {
    return token.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TimeStamp that
        && head.equals(that.head)
        && Arrays.equals(token, that.token);
  }

  @Override
  public int hashCode() {
    return Objects.hash(head, Arrays.hashCode(token));
  }
}
