package org.andiron.audit.ledger;

import java.security.SecureRandom;

/**
 * 32 random bytes that are hashed before the content of one record, and of no other. Whoever knows
 * them can check the content; once they are erased with it, nobody can find out from the log what
 * the content was, not even by trying all that it may have been.
 */
public final class Salt {

  /** Length in bytes. */
  public static final int BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;

  private Salt(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A new one, for one record. */
  public static Salt random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new Salt(bytes);
  }

  /**
   * The one that a record has.
   *
   * @throws IllegalArgumentException if these are not 32 bytes
   */
  public static Salt of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a salt has 32 bytes, not " + bytes.length);
    }
    return new Salt(bytes.clone());
  }

  /** The 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * The commitment to a content: SHA-256(salt || content).
   *
   * @param content as it is kept, byte by byte: the JSON of the record in UTF-8
   */
  public Hash commit(byte[] content) {
    return Hash.ofBytes(bytes, content);
  }
}
