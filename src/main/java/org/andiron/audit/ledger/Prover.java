package org.andiron.audit.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes proofs from the hashes of complete subtrees. Each proof needs one read, of at most twice as
 * many hashes as the size of the tree has bits.
 */
public final class Prover {

  private final NodeHashes hashes;

  /** Leaves from one to before another, whose common hash is in a proof. */
  private record Range(long begin, long end) {

    /** The first leaf of the right subtree; the left one is complete. */
    long middle() {
      return begin + Long.highestOneBit(end - begin - 1);
    }

    Range left() {
      return new Range(begin, middle());
    }

    Range right() {
      return new Range(middle(), end);
    }

    List<Node> nodes() {
      return Node.ofRange(begin, end);
    }
  }

  /** Makes proofs about the tree whose hashes these are. */
  public Prover(NodeHashes hashes) {
    this.hashes = hashes;
  }

  /** The root that the tree had when it had so many leaves. */
  public Hash root(long size) {
    return size == 0 ? Hash.EMPTY_TREE : join(List.of(new Range(0, size))).get(0);
  }

  /**
   * Proves that a leaf is in the tree.
   *
   * @param index of the leaf, from 0
   * @param size of the tree, at most what it has now
   * @throws IllegalArgumentException if no such leaf is in a tree of that size
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.1">RFC 9162</a>
   */
  public InclusionProof inclusion(long index, long size) {
    InclusionProof.check(index, size);
    Deque<Range> siblings = new ArrayDeque<>();
    Range range = new Range(0, size);
    while (range.end() - range.begin() > 1) {
      if (index < range.middle()) {
        siblings.addFirst(range.right());
        range = range.left();
      } else {
        siblings.addFirst(range.left());
        range = range.right();
      }
    }
    return new InclusionProof(index, size, join(siblings));
  }

  /**
   * Proves that the tree has only grown.
   *
   * @param first earlier size
   * @param second later size, at most what the tree has now
   * @throws IllegalArgumentException if the first is below 0 or above the second
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.4.1">RFC 9162</a>
   */
  public ConsistencyProof consistency(long first, long second) {
    ConsistencyProof.check(first, second);
    Deque<Range> parts = new ArrayDeque<>();
    if (first > 0) {
      Range range = new Range(0, second);
      while (first < range.end()) {
        if (first <= range.middle()) {
          parts.addFirst(range.right());
          range = range.left();
        } else {
          parts.addFirst(range.left());
          range = range.right();
        }
      }
      // From leaf 0 on it is the whole earlier tree, whose root the reader has.
      if (range.begin() > 0) {
        parts.addFirst(range);
      }
    }
    return new ConsistencyProof(first, second, join(parts));
  }

  private List<Hash> join(Iterable<Range> ranges) {
    List<Node> nodes = new ArrayList<>();
    ranges.forEach(range -> nodes.addAll(range.nodes()));
    List<Hash> read = nodes.isEmpty() ? List.of() : hashes.read(nodes);
    List<Hash> joined = new ArrayList<>();
    int from = 0;
    for (Range range : ranges) {
      int to = from + range.nodes().size();
      joined.add(Node.join(read.subList(from, to)));
      from = to;
    }
    return joined;
  }
}
