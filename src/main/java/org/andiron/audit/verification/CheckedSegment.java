package org.andiron.audit.verification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.andiron.audit.anchor.TimeStamp;
import org.andiron.audit.anchor.TimeStampCheck;
import org.andiron.audit.anchor.TimeStampRefusedException;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.ledger.MerkleTree;
import org.andiron.audit.ledger.TreeHead;
import org.andiron.audit.ledger.VerificationKeys;
import org.andiron.audit.sealer.SealedHead;
import org.andiron.audit.verification.Finding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A segment after all that can be checked of it by itself, on any thread; what is left is how it
 * follows from those before.
 *
 * @param stamped heads for which time stamps vouch that were checked
 * @param timeStamps how many there were
 */
record CheckedSegment(
    List<CheckedLeaf> leaves,
    List<CheckedHead> heads,
    List<VouchedHead> stamped,
    long timeStamps,
    List<Finding> findings) {

  /**
   * A leaf.
   *
   * @param hash that is appended to the tree
   * @param rowXact of its row; null if that is gone
   * @param gone whether the row or its content is
   * @param tells of removals; null if it tells of none
   * @param hold of which it tells; null if it tells of none
   */
  record CheckedLeaf(
      long index,
      Leaf leaf,
      Hash hash,
      @Nullable Long rowXact,
      boolean gone,
      @Nullable RemovalRecord tells,
      @Nullable HoldRecord hold) {}

  /**
   * A head.
   *
   * @param frontier its tree, if what was kept of it is right
   */
  record CheckedHead(SealedHead sealed, Optional<MerkleTree> frontier) {}

  /**
   * Checks one.
   *
   * @param stampCheck null to check no time stamps
   */
  static CheckedSegment of(
      Segment segment, VerificationKeys keys, @Nullable TimeStampCheck stampCheck) {
    List<Finding> findings = new ArrayList<>(segment.unreadable());
    List<CheckedLeaf> leaves = new ArrayList<>(segment.entries().size());
    for (Entry entry : segment.entries()) {
      leaves.add(leaf(entry, findings));
    }
    List<CheckedHead> heads = new ArrayList<>(segment.heads().size());
    for (SealedHead head : segment.heads()) {
      heads.add(head(head, keys, findings));
    }
    List<VouchedHead> stamped = new ArrayList<>();
    if (stampCheck != null) {
      segment.timeStamps().forEach(it -> stamped(it, stampCheck, findings).ifPresent(stamped::add));
    }
    return new CheckedSegment(leaves, heads, stamped, segment.timeStamps().size(), findings);
  }

  private static CheckedLeaf leaf(Entry entry, List<Finding> findings) {
    Leaf leaf = entry.leaf();
    StoredRow row = entry.row();
    byte[] content = row == null ? null : row.content();
    byte[] salt = row == null ? null : row.salt();
    boolean gone = row == null || content == null || salt == null;
    if (row != null) {
      if (!Arrays.equals(row.commitment(), leaf.commitment().bytes())) {
        findings.add(
            Finding.of(
                Kind.RECORD_ALTERED,
                entry.index(),
                leaf.id(),
                "the record is not the one that was sealed here"));
      } else if (content != null && salt != null) {
        RowCheck.check(row, content, salt, entry.index()).ifPresent(findings::add);
      }
      Long xact = leaf.xact();
      if (xact != null && xact != row.xact()) {
        findings.add(
            Finding.of(
                Kind.COLUMNS_ALTERED,
                entry.index(),
                leaf.id(),
                "the column xact is not what was sealed"));
      }
    }
    return new CheckedLeaf(
        entry.index(),
        leaf,
        leaf.hash(),
        row == null ? null : (Long) row.xact(),
        gone,
        row == null ? null : RemovalRecord.of(row, entry.index()).orElse(null),
        row == null ? null : HoldRecord.of(row).orElse(null));
  }

  private static CheckedHead head(
      SealedHead sealed, VerificationKeys keys, List<Finding> findings) {
    long size = sealed.signed().head().size();
    if (!keys.verify(sealed.signed())) {
      findings.add(
          Finding.of(
              Kind.SIGNATURE,
              size,
              null,
              keys.find(sealed.signed().keyId()).isPresent()
                  ? "the signature is false: the head was altered"
                  : "signed with a key that is not trusted, of id " + sealed.signed().keyId()));
    }
    Optional<MerkleTree> frontier = Optional.empty();
    try {
      MerkleTree tree = MerkleTree.decode(sealed.frontier());
      if (tree.isOf(sealed.signed().head())) {
        frontier = Optional.of(tree);
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    if (frontier.isEmpty()) {
      findings.add(Finding.of(Kind.HEAD, size, null, "its frontier is not that of its tree"));
    }
    return new CheckedHead(sealed, frontier);
  }

  private static Optional<VouchedHead> stamped(
      TimeStamp stamp, TimeStampCheck check, List<Finding> findings) {
    TreeHead head = stamp.head();
    try {
      Instant time = check.proof(stamp).time();
      if (time.isBefore(head.time().minus(TimeStampCheck.TOLERANCE))) {
        findings.add(
            Finding.of(
                Kind.TIME_STAMP,
                head.size(),
                null,
                "its time stamp is of %s, before its own time, %s".formatted(time, head.time())));
      }
      return Optional.of(new VouchedHead(head, time));
    } catch (TimeStampRefusedException e) {
      findings.add(Finding.of(Kind.TIME_STAMP, head.size(), null, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }
}
