package org.andiron.audit.verification;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.andiron.audit.ledger.Hash;

/** SHA-256 of leaf hashes, one after the other: by which a removal tells what is gone. */
final class LeafDigest {

  private final MessageDigest digest;
  private long count;

  LeafDigest() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  void add(Hash leaf) {
    digest.update(leaf.bytes());
    count++;
  }

  long count() {
    return count;
  }

  /** Of all that were added; nothing is added afterwards. */
  Hash hash() {
    return Hash.of(digest.digest());
  }
}
