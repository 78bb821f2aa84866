package org.andiron.audit.verification;

import java.time.Instant;
import java.util.Comparator;
import org.andiron.audit.ledger.TreeHead;
import org.jspecify.annotations.Nullable;

/**
 * A head for which something vouches that is not in the hands of who keeps the log.
 *
 * @param stamped when it was there, by the clock of a time stamp service; null for a signed head
 *     that was kept elsewhere
 */
record VouchedHead(TreeHead head, @Nullable Instant stamped) {

  /** Those of smaller trees first. */
  static final Comparator<VouchedHead> BY_SIZE = Comparator.comparingLong(it -> it.head().size());

  /** In words, to begin a sentence with. */
  String how() {
    return stamped == null ? "it was anchored" : "it was time-stamped";
  }
}
