package org.andiron.audit.ledger;

import java.util.List;

/** Where the hashes of complete subtrees are kept that {@link MerkleTree#append} told. */
@FunctionalInterface
public interface NodeHashes {

  /**
   * Reads some, at once.
   *
   * @return the hash of each, in the same order
   * @throws RuntimeException if one of them is not there
   */
  List<Hash> read(List<Node> nodes);
}
