package org.andiron.storage.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes rows to a table the fastest way that PostgreSQL has. */
final class CopyStream implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final CopyIn copy;
  private final StringBuilder buffer = new StringBuilder(BUFFER + 4096);
  private boolean rowBegun;

  /** Begins; until this is closed, the connection can do nothing else. */
  CopyStream(Connection connection, String tableAndColumns) throws SQLException {
    copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy " + tableAndColumns + " from stdin");
  }

  CopyStream add(@Nullable String text) {
    separate();
    if (text == null) {
      buffer.append("\\N");
      return this;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> buffer.append("\\\\");
        case '\t' -> buffer.append("\\t");
        case '\n' -> buffer.append("\\n");
        case '\r' -> buffer.append("\\r");
        case '\0' -> buffer.append(' ');
        default -> buffer.append(c);
      }
    }
    return this;
  }

  CopyStream add(int number) {
    separate();
    buffer.append(number);
    return this;
  }

  CopyStream add(boolean value) {
    separate();
    buffer.append(value ? 't' : 'f');
    return this;
  }

  /** An array of numbers, each with something added. */
  CopyStream add(int[] numbers, int offset) {
    separate();
    buffer.append('{');
    for (int i = 0; i < numbers.length; i++) {
      buffer.append(i == 0 ? "" : ",").append(numbers[i] + offset);
    }
    buffer.append('}');
    return this;
  }

  void endRow() throws IOException {
    buffer.append('\n');
    rowBegun = false;
    if (buffer.length() >= BUFFER) {
      flush();
    }
  }

  private void separate() {
    if (rowBegun) {
      buffer.append('\t');
    }
    rowBegun = true;
  }

  private void flush() throws IOException {
    byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
    buffer.setLength(0);
    try {
      copy.writeToCopy(bytes, 0, bytes.length);
    } catch (SQLException e) {
      throw new IOException("The rows could not be written", e);
    }
  }

  /** Writes the rest. */
  void finish() throws IOException, SQLException {
    flush();
    copy.endCopy();
  }

  /** Gives up what was not finished. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
