package org.andiron.audit.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * 32 bytes of SHA-256. What a leaf of the tree and what a node hashes begins with another byte, so
 * that nobody can pass off the one as the other.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.1">Definition of the tree</a>
 */
public final class Hash {

  /** Length in bytes. */
  public static final int BYTES = 32;

  /** Copied for each hash, which is faster than to look for the algorithm. */
  private static final MessageDigest FRESH = newSha256();

  /** Root of the tree without leaves: the hash of nothing. */
  public static final Hash EMPTY_TREE = new Hash(sha256().digest());

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A hash made before.
   *
   * @throws IllegalArgumentException if these are not 32 bytes
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /** Hash of a leaf: SHA-256(0x00 || input). */
  public static Hash ofLeaf(byte[] input) {
    MessageDigest digest = sha256();
    digest.update(LEAF);
    return new Hash(digest.digest(input));
  }

  /** Hash of a node: SHA-256(0x01 || left || right). */
  public static Hash ofNode(Hash left, Hash right) {
    MessageDigest digest = sha256();
    digest.update(NODE);
    digest.update(left.bytes);
    return new Hash(digest.digest(right.bytes));
  }

  /** SHA-256 of parts, one after the other; for what is outside the tree. */
  static Hash ofBytes(byte[]... parts) {
    MessageDigest digest = sha256();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return new Hash(digest.digest());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException e) {
      return newSha256();
    }
  }

  /** The 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The bytes in lower-case hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
