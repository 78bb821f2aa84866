package org.andiron.security.account.factor;

/**
 * Keeps small secrets so that neither the database nor a copy of it is enough to read them.
 *
 * <p>What belongs to a name can only be opened under the same name.
 */
public interface SecretBox {

  /** Encrypts. */
  byte[] seal(String name, byte[] secret);

  /**
   * Decrypts.
   *
   * @throws IllegalStateException if it was sealed under another key or name, or changed since
   */
  byte[] open(String name, byte[] sealed);
}
