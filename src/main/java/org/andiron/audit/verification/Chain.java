package org.andiron.audit.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Consumer;
import org.andiron.audit.anchor.TimeStampCheck;
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
  private final RecordedTimes times;
  private final HoldCheck holds;
  private final Queue<VouchedHead> anchors = new PriorityQueue<>(VouchedHead.BY_SIZE);
  private final List<VouchedHead> stamped = new ArrayList<>();

  private @Nullable MerkleTree tree = new MerkleTree();
  private long nextIndex;
  private @Nullable SealedHead last;

  /**
   * @param anchors whose signatures were checked
   */
  Chain(
      List<SignedTreeHead> anchors,
      RemovedLeaves removed,
      RecordedTimes times,
      HoldCheck holds,
      Consumer<Finding> findings) {
    this.findings = findings;
    this.removed = removed;
    this.times = times;
    this.holds = holds;
    anchors.forEach(it -> this.anchors.add(new VouchedHead(it.head(), null)));
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
      report(
          Kind.LEAF_MISSING, leaf.index(), leaf.leaf().id(), "there are two leaves of this index");
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
    if (leaf.tells() != null) {
      removed.told(leaf.tells());
    }
    if (leaf.hold() != null) {
      holds.told(leaf.hold());
    }
    if (!leaf.gone()) {
      removed.present(leaf.leaf().recorded());
    } else if (leaf.rowXact() != null
        || !removed.accountFor(leaf.leaf(), leaf.hash(), leaf.index())) {
      report(
          Kind.RECORD_MISSING,
          leaf.index(),
          leaf.leaf().id(),
          leaf.rowXact() == null ? "the record is gone" : "the content of the record is gone");
    } else {
      holds.removed(leaf.leaf().id());
    }
    times.add(leaf.index(), leaf.leaf(), leaf.rowXact());
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
    times.add(checked.sealed());
    last = checked.sealed();
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
  }

  Optional<SealedHead> lastHead() {
    return Optional.ofNullable(last);
  }

  private void report(Kind kind, long index, @Nullable UUID id, String text) {
    findings.accept(Finding.of(kind, index, id, text));
  }
}
