package org.andiron.server.bulk;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of an NDJSON stream that are not blank, one at a time, none longer than a limit. */
final class NdjsonLines {

  /** A line is longer than the limit. */
  static final class LineTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    LineTooLongException(int limit) {
      super("a line is longer than " + limit + " bytes (setting andiron.bulk.max-line)");
    }
  }

  private final InputStream input;
  private final int limit;

  NdjsonLines(InputStream input, int limit) {
    this.input = new BufferedInputStream(input, 1 << 16);
    this.limit = limit;
  }

  /** The next line without its end, or null at the end of the stream. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    boolean blank = true;
    for (int b = input.read(); b >= 0; b = input.read()) {
      if (b == '\n') {
        if (!blank) {
          return line.toByteArray();
        }
        line.reset();
      } else if (b != '\r') {
        blank &= b == ' ' || b == '\t';
        line.write(b);
        if (line.size() > limit) {
          throw new LineTooLongException(limit);
        }
      }
    }
    return blank ? null : line.toByteArray();
  }
}
