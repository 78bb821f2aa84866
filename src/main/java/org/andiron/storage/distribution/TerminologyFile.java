package org.andiron.storage.distribution;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a distribution file.
 *
 * @param file its path below {@code fhir-config}
 * @param size in bytes, at the last look
 * @param modified when it was changed, at the last look
 * @param sha256 digest of its content, null before it was computed
 * @param system number of the code system that it brought, null if it brought none
 * @param percent how much of it is loaded
 * @param concepts how many of its concepts are written
 * @param message why it failed, null otherwise
 * @param since when it came into this state
 */
record TerminologyFile(
    String file,
    long size,
    Instant modified,
    @Nullable String sha256,
    State state,
    @Nullable Integer system,
    int percent,
    int concepts,
    @Nullable String message,
    Instant since) {

  /** How far it is. */
  enum State {
    LOADING,
    LOADED,
    FAILED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As precise as the database has it. */
  static Instant modified(FileTime time) {
    return time.toInstant().truncatedTo(ChronoUnit.MICROS);
  }

  boolean looksLike(long otherSize, Instant otherModified) {
    return size == otherSize && modified.equals(otherModified);
  }
}
