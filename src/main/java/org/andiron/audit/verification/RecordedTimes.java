package org.andiron.audit.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.sealer.SealedHead;
import org.andiron.audit.verification.Finding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Whether records were recorded when they say so, by the numbers of transactions: what was written
 * by one that began after a head is not older than the head. Leaf and head vouch for these numbers;
 * those of version 1 do not, so the place of such a leaf has to fit its time as well.
 *
 * <p>Leaves and heads come by index.
 */
final class RecordedTimes {

  private final Consumer<Finding> findings;

  /** Of heads, in the counting of now, one for each minute, as the tolerance is longer. */
  private final List<Long> nextXacts = new ArrayList<>();

  private final List<Instant> headTimes = new ArrayList<>();

  private @Nullable SealedHead last;
  private Instant beganAfter = Instant.MIN;
  private boolean signed;

  /** Latest time of leaves behind the last head, and below it. */
  private Instant latest = Instant.MIN;

  private Instant latestBelow = Instant.MIN;
  private long latestIndex;
  private @Nullable UUID latestId;

  RecordedTimes(Consumer<Finding> findings) {
    this.findings = findings;
  }

  /**
   * Looks at the next leaf.
   *
   * @param rowXact of its row; null if there is none
   */
  void add(long index, Leaf leaf, @Nullable Long rowXact) {
    Long xact = leaf.xact();
    if (xact != null) {
      long written = xact;
      backDated(written, leaf.recorded(), index, leaf.id())
          .or(() -> countedAnew(written, leaf.recorded(), index, leaf.id()))
          .ifPresent(findings);
    } else {
      (rowXact == null
              ? Optional.<Finding>empty()
              : backDated(rowXact, leaf.recorded(), index, leaf.id()))
          .or(() -> outOfPlace(leaf.recorded(), index, leaf.id()))
          .ifPresent(findings);
    }
    if (leaf.recorded().isAfter(latest)) {
      latest = leaf.recorded();
      latestIndex = index;
      latestId = leaf.id();
    }
  }

  /** Whether a row without leaf was recorded when its transaction can have written it. */
  Optional<Finding> backDated(StoredRow row) {
    return backDated(row.xact(), row.recorded(), null, row.id());
  }

  private Optional<Finding> backDated(long xact, Instant recorded, @Nullable Long index, UUID id) {
    int low = 0;
    int high = nextXacts.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(nextXacts.get(middle), xact) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0
        ? Optional.empty()
        : notBefore(headTimes.get(low - 1), Chain.TOLERANCE, recorded, index, id);
  }

  /**
   * All rows of transactions below the watermark had a leaf. One that is sealed later is of a
   * database that was restored and counts anew, so it is younger than all before that.
   */
  private Optional<Finding> countedAnew(long xact, Instant recorded, long index, UUID id) {
    SealedHead head = last;
    return head == null || Long.compareUnsigned(xact, head.watermark()) >= 0
        ? Optional.empty()
        : notBefore(beganAfter, Chain.TOLERANCE, recorded, index, id);
  }

  /** Rows that waited for long came together, so the leaves before were of about their time. */
  private Optional<Finding> outOfPlace(Instant recorded, long index, UUID id) {
    SealedHead head = last;
    return head == null || !recorded.plus(Verifier.LONGEST_WAIT).isBefore(latestBelow)
        ? Optional.empty()
        : notBefore(head.signed().head().time(), Verifier.LONGEST_WAIT, recorded, index, id);
  }

  private static Optional<Finding> notBefore(
      Instant head, Duration tolerance, Instant recorded, @Nullable Long index, UUID id) {
    return recorded.plus(tolerance).isBefore(head)
        ? Optional.of(
            new Finding(
                Kind.TIME,
                index,
                id,
                "it says that it was recorded at %s, but it was put in after %s"
                    .formatted(recorded, head)))
        : Optional.empty();
  }

  /** Looks at the next head. */
  void add(SealedHead sealed) {
    Instant time = sealed.signed().head().time();
    UUID newest = latestId;
    if (newest != null && latest.isAfter(time.plus(Chain.TOLERANCE))) {
      findings.accept(
          Finding.of(
              Kind.TIME,
              latestIndex,
              newest,
              "it says that it was recorded at %s, but it was sealed at %s"
                  .formatted(latest, time)));
    }
    latestBelow = latest.isAfter(latestBelow) ? latest : latestBelow;
    latest = Instant.MIN;
    latestId = null;
    remember(sealed, time);
    last = sealed;
  }

  private void remember(SealedHead sealed, Instant time) {
    SealedHead before = last;
    if (before != null && before.nextXact() == sealed.nextXact()) {
      // In the middle of a batch: when that was sealed its rows had waited, for however long.
      return;
    }
    boolean firstSigned = !signed && sealed.signed().head().bounds() != null;
    beganAfter = time;
    int size = nextXacts.size();
    if (firstSigned
        || (size > 0 && Long.compareUnsigned(sealed.nextXact(), nextXacts.get(size - 1)) < 0)) {
      // What nobody vouches for is worth nothing any more, or a restored database counts anew.
      nextXacts.clear();
      headTimes.clear();
    }
    signed |= firstSigned;
    if (headTimes.isEmpty()
        || !time.isBefore(headTimes.get(headTimes.size() - 1).plus(Duration.ofMinutes(1)))) {
      nextXacts.add(sealed.nextXact());
      headTimes.add(time);
    }
  }
}
