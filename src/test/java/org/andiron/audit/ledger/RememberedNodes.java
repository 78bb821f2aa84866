package org.andiron.audit.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Keeps what a growing tree tells, as a table would, and counts what is read of it. */
final class RememberedNodes implements NodeHashes {

  private final Map<Node, Hash> hashes = new HashMap<>();
  private int calls;
  private int nodes;

  static RememberedNodes of(PlainTree plain) {
    RememberedNodes remembered = new RememberedNodes();
    MerkleTree tree = new MerkleTree();
    plain.leaves().forEach(leaf -> tree.append(leaf, remembered::add));
    return remembered;
  }

  private void add(Node node, Hash hash) {
    if (hashes.put(node, hash) != null) {
      throw new AssertionError(node + " is told twice");
    }
  }

  @Override
  public List<Hash> read(List<Node> wanted) {
    calls++;
    nodes += wanted.size();
    return wanted.stream().map(node -> Objects.requireNonNull(hashes.get(node))).toList();
  }

  Map<Node, Hash> hashes() {
    return Map.copyOf(hashes);
  }

  int calls() {
    return calls;
  }

  int nodes() {
    return nodes;
  }
}
