package org.andiron.audit.ledger;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The tree as RFC 9162 defines it, word by word: recursive, and slow. What the log does is measured
 * by it.
 *
 * @param leaves hashes of the leaves
 */
record PlainTree(List<Hash> leaves) {

  static final UUID LOG = UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301");

  /** A tree of leaves that all differ. */
  static PlainTree ofSize(int size) {
    return new PlainTree(IntStream.range(0, size).mapToObj(PlainTree::leaf).toList());
  }

  static Hash leaf(int number) {
    return Hash.ofLeaf(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  static Hash withOtherBit(Hash hash, int bit) {
    byte[] bytes = hash.bytes();
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    return Hash.of(bytes);
  }

  private PlainTree part(int from, int to) {
    return new PlainTree(leaves.subList(from, to));
  }

  PlainTree first(int size) {
    return part(0, size);
  }

  private PlainTree after(int size) {
    return part(size, leaves.size());
  }

  /** The largest power of two below the number of leaves. */
  private int k() {
    int k = 1;
    while (2 * k < leaves.size()) {
      k *= 2;
    }
    return k;
  }

  /** MTH(D_n). */
  Hash root() {
    return switch (leaves.size()) {
      case 0 -> Hash.EMPTY_TREE;
      case 1 -> leaves.get(0);
      default -> Hash.ofNode(first(k()).root(), after(k()).root());
    };
  }

  /** PATH(m, D_n). */
  List<Hash> path(int m) {
    if (leaves.size() == 1) {
      return List.of();
    }
    return m < k()
        ? append(first(k()).path(m), after(k()).root())
        : append(after(k()).path(m - k()), first(k()).root());
  }

  /** PROOF(m, D_n). */
  List<Hash> proof(int m) {
    return subproof(m, true);
  }

  /** SUBPROOF(m, D_n, b). */
  private List<Hash> subproof(int m, boolean b) {
    if (m == leaves.size()) {
      return b ? List.of() : List.of(root());
    }
    return m <= k()
        ? append(first(k()).subproof(m, b), after(k()).root())
        : append(after(k()).subproof(m - k(), false), first(k()).root());
  }

  private static List<Hash> append(List<Hash> hashes, Hash last) {
    List<Hash> all = new ArrayList<>(hashes);
    all.add(last);
    return all;
  }

  /** A head of this tree. */
  TreeHead head() {
    return head(leaves.size(), root());
  }

  static TreeHead head(long size, Hash root) {
    return new TreeHead(LOG, size, root, Instant.parse("2026-03-01T12:34:56.789Z"));
  }

  /** The same leaves, appended to the tree under test. */
  MerkleTree grown() {
    MerkleTree tree = new MerkleTree();
    leaves.forEach(tree::append);
    return tree;
  }
}
