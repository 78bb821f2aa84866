package org.andiron.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * One readable input file.
 *
 * @param label how reports name the file
 * @param gzip whether the bytes on disk are gzip
 * @param sha256 of the bytes on disk; a file keeps its identity when it is moved or touched
 */
record SourceFile(Path path, String label, Kind kind, boolean gzip, String sha256) {

  private static final int BUFFER = 1 << 16;

  /** What the file holds, hence how it is sent. */
  enum Kind {
    /** A transaction or batch Bundle: the bytes of the file are the request. */
    REQUEST_BUNDLE,
    /** A collection or searchset Bundle: rewritten to a transaction. */
    COLLECTION,
    /** One resource: grouped with others. */
    RESOURCE,
    /** A resource or Bundle on each line. */
    NDJSON
  }

  /** The content, inflated where needed. */
  InputStream open() throws IOException {
    InputStream raw = Files.newInputStream(path);
    try {
      return gzip
          ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER)
          : new BufferedInputStream(raw, BUFFER);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Whether a file starts with the two bytes of gzip. */
  static boolean startsAsGzip(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    }
  }
}
