package org.andiron.audit.verification;

import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something in the log that is not as it must be.
 *
 * @param kind what is wrong
 * @param index of the leaf, or size of the head; null for a record that has no leaf
 * @param id of the record; null if it is of no single one
 * @param text in words
 */
public record Finding(Kind kind, @Nullable Long index, @Nullable UUID id, String text) {

  /** By place in the log; what has none comes last. */
  public static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::index, Comparator.nullsLast(Comparator.naturalOrder()));

  /** What can be wrong. */
  public enum Kind {
    /** A place of the tree has no leaf, or two. */
    LEAF_MISSING,
    /** A leaf has no record, and no removal accounts for it. */
    RECORD_MISSING,
    /** The record is not the one that was sealed. */
    RECORD_ALTERED,
    /** What the record is found by is not what is in it. */
    COLUMNS_ALTERED,
    /** A record that should have a leaf has none. */
    NOT_SEALED,
    /** Records are not those of which the head was made. */
    ROOT,
    /** Nobody whom the reader trusts signed the head. */
    SIGNATURE,
    /** A head does not follow from the one before. */
    HEAD,
    /** Recorded at another time than the record says, or the clock was moved. */
    TIME,
    /** The log is another one than when this head was anchored, or it is older. */
    ANCHOR,
    /** A time stamp shows nothing of its head, or another time. */
    TIME_STAMP,
    /** What is said to be removed is not what is gone. */
    REMOVAL,
    /** A hold is not what the log tells of it. */
    HOLD,
    /** An archive is not what was removed. */
    ARCHIVE
  }

  static Finding of(Kind kind, long index, @Nullable UUID id, String text) {
    return new Finding(kind, index, id, text);
  }

  /** As one line. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    if (index != null) {
      line.append(
          switch (kind) {
            case ROOT, SIGNATURE, HEAD, ANCHOR, TIME_STAMP -> "head of size ";
            default -> "leaf ";
          });
      line.append(index).append(id == null ? ": " : ", ");
    }
    if (id != null) {
      line.append("record ").append(id).append(": ");
    }
    return line.append(text).toString();
  }
}
