package org.andiron.audit.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * A complete subtree: that of the 2<sup>level</sup> leaves from {@code index * 2^level} on. Its
 * hash never changes once its last leaf is there; so these are what is worth keeping for proofs.
 *
 * @param level 0 for a leaf
 * @param index from the left, among those of the level
 */
public record Node(int level, long index) {

  /**
   * The complete subtrees below which the leaves of a range are, from left to right and from large
   * to small.
   *
   * @param begin first leaf, a multiple of a power of two that is not below the length of the range
   * @param end leaf after the last
   */
  static List<Node> ofRange(long begin, long end) {
    List<Node> nodes = new ArrayList<>();
    for (long from = begin; from < end; ) {
      int level = Long.SIZE - 1 - Long.numberOfLeadingZeros(end - from);
      nodes.add(new Node(level, from >> level));
      from += 1L << level;
    }
    return nodes;
  }

  /** The hash above complete subtrees that stand beside each other as {@link #ofRange} has them. */
  static Hash join(List<Hash> hashes) {
    Hash joined = hashes.get(hashes.size() - 1);
    for (int i = hashes.size() - 2; i >= 0; i--) {
      joined = Hash.ofNode(hashes.get(i), joined);
    }
    return joined;
  }
}
