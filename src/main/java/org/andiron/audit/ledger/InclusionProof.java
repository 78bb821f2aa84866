package org.andiron.audit.ledger;

import java.util.List;

/**
 * Shows that a leaf is in a tree, to a reader who has the head of the tree and no other leaf.
 *
 * @param index of the leaf, from 0
 * @param size of the tree
 * @param path hashes of the subtrees beside the way from the leaf to the root
 */
public record InclusionProof(long index, long size, List<Hash> path) {

  /**
   * @throws IllegalArgumentException if a tree of that size has no such leaf
   */
  public InclusionProof {
    check(index, size);
    path = List.copyOf(path);
  }

  static void check(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "a tree of %d leaves has no leaf %d".formatted(size, index));
    }
  }

  /**
   * Whether this leaf is at the index in the tree of this head. The size is compared with that of
   * the head, as a path alone does not tell a tree from larger ones of the same shape. The
   * signature of the head is not looked at.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2">RFC 9162</a>
   */
  public boolean proves(Hash leaf, TreeHead head) {
    if (size != head.size()) {
      return false;
    }
    long fn = index;
    long sn = size - 1;
    Hash hash = leaf;
    for (Hash sibling : path) {
      if (sn == 0) {
        return false;
      }
      if (fn % 2 == 1 || fn == sn) {
        hash = Hash.ofNode(sibling, hash);
        // A last subtree without a sibling on this level rises until it has one.
        int rise = Long.numberOfTrailingZeros(fn);
        fn >>= rise;
        sn >>= rise;
      } else {
        hash = Hash.ofNode(hash, sibling);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && hash.equals(head.root());
  }
}
