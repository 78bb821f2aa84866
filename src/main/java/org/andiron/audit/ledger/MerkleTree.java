package org.andiron.audit.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A tree that grows at its right end. It keeps only its frontier, the hashes of the complete
 * subtrees of which it consists: one for each bit that is set in its size. That is enough for the
 * root and to go on. Not for use by several threads at once.
 *
 * <p>{@link #encoded() Encoded} it is its size, as 64-bit number with the highest byte first, and
 * the hashes of the frontier, 32 bytes each, from left to right, that is from large to small.
 */
public final class MerkleTree {

  private final List<Hash> frontier = new ArrayList<>();
  private long size;

  /** The tree without leaves. */
  public MerkleTree() {}

  /**
   * A tree as {@link #encoded()} left it. Whether it is the tree of some head, {@link #isOf} tells.
   *
   * @throws IllegalArgumentException if no tree is encoded so
   */
  public static MerkleTree decode(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    long size = encoded.length < Long.BYTES ? -1 : bytes.getLong();
    if (size < 0 || bytes.remaining() != Long.bitCount(size) * Hash.BYTES) {
      throw new IllegalArgumentException("not the frontier of a tree");
    }
    MerkleTree tree = new MerkleTree();
    tree.size = size;
    while (bytes.hasRemaining()) {
      byte[] hash = new byte[Hash.BYTES];
      bytes.get(hash);
      tree.frontier.add(Hash.of(hash));
    }
    return tree;
  }

  /** Size and frontier, to go on later. */
  public byte[] encoded() {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + frontier.size() * Hash.BYTES);
    bytes.putLong(size);
    frontier.forEach(hash -> bytes.put(hash.bytes()));
    return bytes.array();
  }

  /** Number of leaves. */
  public long size() {
    return size;
  }

  /** Appends the hash of a leaf. */
  public void append(Hash leaf) {
    append(leaf, (node, hash) -> {});
  }

  /**
   * Appends the hash of a leaf.
   *
   * @param completed is told each subtree that is complete with this leaf, beginning with the leaf
   *     itself; proofs are made from these
   */
  public void append(Hash leaf, BiConsumer<Node, Hash> completed) {
    Node node = new Node(0, size);
    Hash hash = leaf;
    completed.accept(node, hash);
    while (node.index() % 2 == 1) {
      hash = Hash.ofNode(frontier.remove(frontier.size() - 1), hash);
      node = new Node(node.level() + 1, node.index() / 2);
      completed.accept(node, hash);
    }
    frontier.add(hash);
    size++;
  }

  /** Hash of the whole tree. */
  public Hash root() {
    return frontier.isEmpty() ? Hash.EMPTY_TREE : Node.join(frontier);
  }

  /** Whether a head is of this tree as it is now. */
  public boolean isOf(TreeHead head) {
    return head.size() == size && head.root().equals(root());
  }
}
