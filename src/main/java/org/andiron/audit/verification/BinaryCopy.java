package org.andiron.audit.verification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Rows of a query as PostgreSQL copies them in binary: several times as fast as a result set. The
 * columns of a row are asked for from left to right, each once.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, Binary Format</a>
 */
final class BinaryCopy {

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int NULL = -1;

  /** 2000-01-01T00:00:00Z. */
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private final CopyOut copy;
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  private BinaryCopy(CopyOut copy) {
    this.copy = copy;
  }

  /** A value that no column of the log has which was not altered. */
  static final class OddValueException extends Exception {

    private static final long serialVersionUID = 1L;

    OddValueException() {
      super("a value is not of its column");
    }
  }

  /** Takes what is asked for of each row, and of no column more. */
  @FunctionalInterface
  interface Rows {
    void take(BinaryCopy row) throws SQLException, OddValueException;
  }

  /**
   * Reads all rows of a query, which has no parameters.
   *
   * @return how many there were
   * @throws OddValueException if a value is odd; the connection can be used further
   */
  static long read(Connection connection, String query, Rows rows)
      throws SQLException, OddValueException {
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy (" + query + ") to stdout (format binary)");
    try {
      return new BinaryCopy(copy).read(rows);
    } finally {
      // To give it up would be the end of the transaction.
      while (copy.isActive() && copy.readFromCopy() != null) {}
    }
  }

  private long read(Rows rows) throws SQLException, OddValueException {
    require(SIGNATURE.length + 2 * Integer.BYTES);
    byte[] signature = new byte[SIGNATURE.length];
    bytes.get(signature);
    bytes.getInt();
    int extension = bytes.getInt();
    if (!Arrays.equals(signature, SIGNATURE) || extension < 0) {
      throw new SQLException("not the binary format of COPY");
    }
    require(extension);
    bytes.position(bytes.position() + extension);
    long number = 0;
    while (true) {
      require(Short.BYTES);
      short columns = bytes.getShort();
      if (columns < 0) {
        return number;
      }
      rows.take(this);
      number++;
    }
  }

  /** So many bytes are there. PostgreSQL sends a row at a time, but need not. */
  private void require(int length) throws SQLException {
    while (bytes.remaining() < length) {
      byte[] more = copy.readFromCopy();
      if (more == null) {
        throw new SQLException("COPY ended early");
      }
      ByteBuffer joined =
          bytes.hasRemaining()
              ? ByteBuffer.allocate(bytes.remaining() + more.length).put(bytes).put(more).flip()
              : ByteBuffer.wrap(more);
      bytes = joined;
    }
  }

  private int length() throws SQLException {
    require(Integer.BYTES);
    int length = bytes.getInt();
    require(Math.max(0, length));
    return length;
  }

  private void require(boolean usual) throws OddValueException {
    if (!usual) {
      throw new OddValueException();
    }
  }

  /** Passes some columns. */
  void skip(int columns) throws SQLException {
    for (int i = 0; i < columns; i++) {
      int length = length();
      bytes.position(bytes.position() + Math.max(0, length));
    }
  }

  UUID uuid() throws SQLException, OddValueException {
    require(length() == 2 * Long.BYTES);
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  long number() throws SQLException, OddValueException {
    require(length() == Long.BYTES);
    return bytes.getLong();
  }

  /** As {@link #number}, or null. */
  @Nullable Long numberOrNull() throws SQLException, OddValueException {
    int length = length();
    require(length == NULL || length == Long.BYTES);
    return length == NULL ? null : (Long) bytes.getLong();
  }

  /** Microseconds since 1970-01-01T00:00:00Z. */
  long micros() throws SQLException, OddValueException {
    long since2000 = number();
    // Also: -infinity and infinity are the smallest and the largest number.
    require(Math.abs(since2000 / 2) < Long.MAX_VALUE / 2 - EPOCH_MICROS);
    return since2000 + EPOCH_MICROS;
  }

  boolean flag() throws SQLException, OddValueException {
    require(length() == 1);
    return bytes.get() != 0;
  }

  byte @Nullable [] bytes() throws SQLException {
    int length = length();
    if (length == NULL) {
      return null;
    }
    byte[] value = new byte[length];
    bytes.get(value);
    return value;
  }

  @Nullable String text() throws SQLException {
    int length = length();
    return length == NULL ? null : text(length);
  }

  private String text(int length) {
    int from = bytes.position();
    bytes.position(from + length);
    return new String(bytes.array(), from, length, StandardCharsets.UTF_8);
  }

  List<String> texts() throws SQLException, OddValueException {
    require(length() != NULL);
    int dimensions = bytes.getInt();
    bytes.getInt(); // whether there is null among them
    bytes.getInt(); // their type
    if (dimensions == 0) {
      return List.of();
    }
    require(dimensions == 1);
    int number = bytes.getInt();
    bytes.getInt(); // index of the first
    List<String> texts = new ArrayList<>(number);
    for (int i = 0; i < number; i++) {
      int length = bytes.getInt();
      require(length != NULL);
      texts.add(text(length));
    }
    return texts;
  }
}
