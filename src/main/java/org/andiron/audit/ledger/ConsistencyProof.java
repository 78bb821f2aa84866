package org.andiron.audit.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows that a later tree has the leaves of an earlier one, unaltered and in the same places, and
 * more after them; to a reader who has both heads and no leaf.
 *
 * @param first size of the earlier tree
 * @param second size of the later tree
 * @param path hashes of subtrees of which both roots can be made; empty if the sizes are equal or
 *     the first is 0
 */
public record ConsistencyProof(long first, long second, List<Hash> path) {

  /**
   * @throws IllegalArgumentException if the first size is below 0 or above the second
   */
  public ConsistencyProof {
    check(first, second);
    path = List.copyOf(path);
  }

  static void check(long first, long second) {
    if (first < 0 || first > second) {
      throw new IllegalArgumentException(
          "a tree does not grow from %d to %d leaves".formatted(first, second));
    }
  }

  /**
   * Whether the tree of the later head is that of the earlier one, grown. Both are of one log, and
   * the sizes those of the heads. The signatures of the heads are not looked at, nor their times.
   * RFC 9162 has no proofs for equal sizes and for an earlier tree without leaves: the first holds
   * if the roots are equal, the other always.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.4.2">RFC 9162</a>
   */
  public boolean proves(TreeHead earlier, TreeHead later) {
    if (!earlier.logId().equals(later.logId())
        || first != earlier.size()
        || second != later.size()) {
      return false;
    }
    if (first == second) {
      return path.isEmpty() && earlier.root().equals(later.root());
    }
    if (first == 0) {
      return path.isEmpty() && earlier.root().equals(Hash.EMPTY_TREE);
    }
    return grows(earlier.root(), later.root());
  }

  private boolean grows(Hash firstRoot, Hash secondRoot) {
    if (path.isEmpty()) {
      return false;
    }
    List<Hash> hashes = new ArrayList<>(path);
    if (Long.bitCount(first) == 1) {
      hashes.add(0, firstRoot);
    }
    int rise = Long.numberOfTrailingZeros(first);
    long fn = (first - 1) >> rise;
    long sn = (second - 1) >> rise;
    Hash fr = hashes.get(0);
    Hash sr = hashes.get(0);
    for (Hash hash : hashes.subList(1, hashes.size())) {
      if (sn == 0) {
        return false;
      }
      if (fn % 2 == 1 || fn == sn) {
        fr = Hash.ofNode(hash, fr);
        sr = Hash.ofNode(hash, sr);
        int shift = Long.numberOfTrailingZeros(fn);
        fn >>= shift;
        sn >>= shift;
      } else {
        sr = Hash.ofNode(sr, hash);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && fr.equals(firstRoot) && sr.equals(secondRoot);
  }
}
