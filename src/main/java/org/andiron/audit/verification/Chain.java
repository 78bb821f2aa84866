package org.andiron.audit.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Consumer;
import org.andiron.audit.anchor.TimeStampCheck;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.MerkleTree;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.TreeHead;
import org.andiron.audit.sealer.SealedHead;
import org.andiron.audit.verification.CheckedSegment.CheckedHead;
import org.andiron.audit.verification.CheckedSegment.CheckedLeaf;
import org.andiron.audit.verification.Finding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Grows the tree anew, leaf by leaf, and compares it with each head and anchor. Where it is not
 * that of a head, it goes on from what was kept with the head, so that the next alteration is found
 * as well.
 */
final class Chain {

  /** Clocks of nodes differ, and a record waits a little before it is written. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final Consumer<Finding> findings;
  private final RemovedLeaves removed;
  private final Queue<VouchedHead> anchors = new PriorityQueue<>(VouchedHead.BY_SIZE);
  private final List<VouchedHead> stamped = new ArrayList<>();
  private final Map<UUID, Hash> untold;

  private @Nullable MerkleTree tree = new MerkleTree();
  private long nextIndex;
  private @Nullable SealedHead last;
  private final List<Long> nextXacts = new ArrayList<>();
  private final List<Instant> headTimes = new ArrayList<>();
  private Instant latest = Instant.MIN;
  private @Nullable CheckedLeaf latestLeaf;

  /**
   * @param anchors whose signatures were checked
   */
  Chain(List<SignedTreeHead> anchors, List<Removal> removals, Consumer<Finding> findings) {
    this.findings = findings;
    this.removed = new RemovedLeaves(removals);
    anchors.forEach(it -> this.anchors.add(new VouchedHead(it.head(), null)));
    this.untold = new HashMap<>();
    removals.forEach(it -> untold.put(it.id(), it.digest()));
  }

  void add(CheckedSegment segment) {
    anchors.addAll(segment.stamped());
    int head = 0;
    for (CheckedLeaf leaf : segment.leaves()) {
      while (head < segment.heads().size()
          && segment.heads().get(head).sealed().signed().head().size() <= leaf.index()) {
        add(segment.heads().get(head++));
      }
      add(leaf);
    }
    while (head < segment.heads().size()) {
      add(segment.heads().get(head++));
    }
  }

  private void add(CheckedLeaf leaf) {
    compareAnchors(leaf.index());
    if (leaf.index() < nextIndex) {
      report(Kind.LEAF_MISSING, leaf.index(), leaf.id(), "there are two leaves of this index");
      tree = null;
      return;
    }
    if (leaf.index() > nextIndex) {
      report(
          Kind.LEAF_MISSING,
          nextIndex,
          null,
          leaf.index() == nextIndex + 1
              ? "this leaf is missing"
              : "this leaf and all before leaf " + leaf.index() + " are missing");
      tree = null;
    }
    nextIndex = leaf.index() + 1;
    if (tree != null) {
      tree.append(leaf.hash());
    }
    if (leaf.removed() != null) {
      told(leaf.id(), leaf.removed());
    }
    if (leaf.gone() != null) {
      if (removed.accountFor(leaf.gone(), leaf.hash())) {
        // Years later what tells of a removal is removed as well.
        untold.remove(leaf.id());
      } else {
        report(
            Kind.RECORD_MISSING,
            leaf.index(),
            leaf.id(),
            leaf.xact() == null ? "the record is gone" : "the content of the record is gone");
      }
    }
    if (leaf.xact() != null) {
      backDated(leaf.xact(), leaf.recorded(), leaf.index(), leaf.id()).ifPresent(findings);
    }
    if (leaf.recorded().isAfter(latest)) {
      latest = leaf.recorded();
      latestLeaf = leaf;
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
    if (low == 0 || !recorded.isBefore(headTimes.get(low - 1).minus(TOLERANCE))) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Kind.TIME,
            index,
            id,
            "it says that it was recorded at %s, but it was put in after %s"
                .formatted(recorded, headTimes.get(low - 1))));
  }

  private void add(CheckedHead checked) {
    TreeHead head = checked.sealed().signed().head();
    compareAnchors(head.size() - 1);
    compareStamps(head);
    MerkleTree current = tree;
    if (current != null && !current.isOf(head)) {
      report(Kind.ROOT, head.size(), null, notOfTheseLeaves(head, current));
    } else if (current == null && nextIndex != head.size()) {
      report(
          Kind.ROOT,
          head.size(),
          null,
          "it is of %d leaves; there are %d".formatted(head.size(), nextIndex));
    }
    follows(checked.sealed());
    if (head.size() >= nextIndex) {
      nextIndex = head.size();
      tree = checked.frontier().orElse(null);
    }
    compareAnchors(head.size());
    CheckedLeaf newest = latestLeaf;
    if (newest != null && latest.isAfter(head.time().plus(TOLERANCE))) {
      report(
          Kind.TIME,
          newest.index(),
          newest.id(),
          "it says that it was recorded at %s, but it was sealed at %s"
              .formatted(latest, head.time()));
    }
    latest = Instant.MIN;
    latestLeaf = null;
    last = checked.sealed();
    remember(checked.sealed());
  }

  private String notOfTheseLeaves(TreeHead head, MerkleTree current) {
    SealedHead before = last;
    long from = before == null ? 0 : before.signed().head().size();
    return current.size() == head.size()
        ? "leaves %d to %d are not those that were signed".formatted(from, head.size() - 1)
        : "it is of %d leaves; there are %d".formatted(head.size(), current.size());
  }

  private void follows(SealedHead sealed) {
    TreeHead head = sealed.signed().head();
    SealedHead before = last;
    if (before == null) {
      if (head.size() != 0) {
        report(Kind.HEAD, head.size(), null, "the first head, of no leaf, is missing");
      }
      return;
    }
    TreeHead earlier = before.signed().head();
    if (head.size() == earlier.size()) {
      report(Kind.HEAD, head.size(), null, "there are two heads of this size");
    }
    if (!head.logId().equals(earlier.logId())) {
      report(Kind.HEAD, head.size(), null, "it is of another log");
    }
    if (head.time().isBefore(earlier.time())) {
      report(
          Kind.HEAD,
          head.size(),
          null,
          "its time, %s, is before that of a smaller one, %s"
              .formatted(head.time(), earlier.time()));
    }
  }

  /** One for each minute is enough, as the tolerance is longer. */
  private void remember(SealedHead sealed) {
    int size = nextXacts.size();
    if (size > 0 && Long.compareUnsigned(sealed.nextXact(), nextXacts.get(size - 1)) < 0) {
      // The database was restored, and counts anew.
      nextXacts.clear();
      headTimes.clear();
    }
    if (!nextXacts.isEmpty() && nextXacts.get(nextXacts.size() - 1) == sealed.nextXact()) {
      // In the middle of a batch: when that was sealed its rows had waited, for however long.
      return;
    }
    Instant time = sealed.signed().head().time();
    if (headTimes.isEmpty()
        || !time.isBefore(headTimes.get(headTimes.size() - 1).plus(Duration.ofMinutes(1)))) {
      nextXacts.add(sealed.nextXact());
      headTimes.add(time);
    }
  }

  /** Those of trees that are complete before more is added to them. */
  private void compareAnchors(long size) {
    for (VouchedHead anchor = anchors.peek();
        anchor != null && anchor.head().size() <= size;
        anchor = anchors.peek()) {
      anchors.remove();
      if (anchor.stamped() != null) {
        stamped.add(anchor);
      }
      MerkleTree current = tree;
      TreeHead head = anchor.head();
      if (current == null || current.size() != head.size()) {
        report(
            Kind.ANCHOR, head.size(), null, anchor.how() + ", but what was below it is not there");
      } else if (!current.root().equals(head.root())) {
        report(Kind.ANCHOR, head.size(), null, anchor.how() + " with another root: a fork");
      }
      SealedHead kept = last;
      if (kept != null
          && kept.signed().head().size() == head.size()
          && !kept.signed().head().equals(head)) {
        report(
            Kind.ANCHOR,
            head.size(),
            null,
            "%s as of %s, but the log has it as of %s"
                .formatted(anchor.how(), head.time(), kept.signed().head().time()));
      }
    }
  }

  /**
   * The newest head is stamped. So this one was not there yet when those before it were; a head
   * whose stamp is later was made later than it says.
   */
  private void compareStamps(TreeHead next) {
    for (VouchedHead earlier : stamped) {
      Instant time = earlier.stamped();
      if (time != null && time.isAfter(next.time().plus(TimeStampCheck.TOLERANCE))) {
        report(
            Kind.TIME_STAMP,
            earlier.head().size(),
            null,
            "its time stamp is of %s, but the next head was there at %s"
                .formatted(time, next.time()));
      }
    }
    stamped.clear();
  }

  /** All leaves and heads were added. */
  void end() {
    SealedHead newest = last;
    long size = newest == null ? 0 : newest.signed().head().size();
    if (nextIndex > size) {
      report(
          Kind.HEAD,
          size,
          null,
          "it is the last head, but there are %d leaves".formatted(nextIndex));
    }
    compareAnchors(nextIndex);
    for (VouchedHead anchor = anchors.poll(); anchor != null; anchor = anchors.poll()) {
      report(
          Kind.ANCHOR,
          anchor.head().size(),
          null,
          "%s at %s, but the log has %d leaves: it was cut, or an older copy was put"
                  .formatted(anchor.how(), anchor.head().time(), nextIndex)
              + " in its place");
    }
    removed.check(findings);
  }

  /** A record, sealed or waiting for it, tells that leaves of this digest were removed. */
  void told(UUID record, Hash digest) {
    untold.remove(record, digest);
  }

  /** All records were told of, those included that are not sealed yet. */
  void endOfRecords() {
    untold
        .keySet()
        .forEach(
            it ->
                findings.accept(
                    new Finding(Kind.REMOVAL, null, it, "no record tells of this removal")));
  }

  long removedLeaves() {
    return removed.count();
  }

  Optional<SealedHead> lastHead() {
    return Optional.ofNullable(last);
  }

  private void report(Kind kind, long index, @Nullable UUID id, String text) {
    findings.accept(Finding.of(kind, index, id, text));
  }
}
