package org.andiron.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Lines of an NDJSON stream as bytes, in a buffer that is used again for the next line. */
final class LineReader implements Closeable {

  /** Longest line in bytes: a Bundle on one line must fit, a file without line ends must not. */
  static final int MAX_LINE = 256 << 20;

  private final InputStream in;
  private byte[] chunk = new byte[1 << 16];
  private int chunkAt;
  private int chunkEnd;
  private byte[] line = new byte[1 << 14];
  private int length;
  private int number;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Moves to the next line that is not blank; false at the end. */
  boolean next() throws IOException {
    while (readLine()) {
      number++;
      if (!isBlank()) {
        return true;
      }
    }
    return false;
  }

  /** The number of the line, from 1. */
  int number() {
    return number;
  }

  /** The bytes of the line, valid up to {@link #length()} and until the next call. */
  byte[] buffer() {
    return line;
  }

  int length() {
    return length;
  }

  byte[] copy() {
    return Arrays.copyOf(line, length);
  }

  private boolean readLine() throws IOException {
    length = 0;
    boolean any = false;
    while (true) {
      if (chunkAt == chunkEnd) {
        chunkEnd = in.read(chunk);
        chunkAt = 0;
        if (chunkEnd <= 0) {
          chunkEnd = 0;
          return any;
        }
      }
      any = true;
      int end = chunkAt;
      while (end < chunkEnd && chunk[end] != '\n') {
        end++;
      }
      append(end - chunkAt);
      chunkAt = end;
      if (end < chunkEnd) {
        chunkAt++;
        return true;
      }
    }
  }

  private void append(int count) throws IOException {
    if (length + count > MAX_LINE) {
      throw new NotFhirException("line " + (number + 1) + " is longer than " + MAX_LINE + " bytes");
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, line.length * 2));
    }
    System.arraycopy(chunk, chunkAt, line, length, count);
    length += count;
  }

  private boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
