package org.andiron.security.authserver.key;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.andiron.security.sealing.SealingKey;
import org.andiron.startup.StartupRefusedException;

/** Seals signing keys for the database, so that it is not enough to make tokens. */
final class KeyFile {

  private static final String NAME = "signing-key-encryption-key";
  private static final String LOSS = "all who are signed in must then sign in again";

  private final Path file;
  private final SealingKey key;

  private KeyFile(Path file) {
    this.file = file;
    this.key = SealingKey.in(file, LOSS);
  }

  /**
   * Opens the file, and makes one with a new key if there is none.
   *
   * @throws StartupRefusedException if it cannot be read or written, or is not such a file
   */
  static KeyFile open(Path directory) {
    return new KeyFile(directory.toAbsolutePath().normalize().resolve(NAME));
  }

  /** Encrypts what belongs to a name; only under the same name it can be decrypted. */
  byte[] encrypt(String name, byte[] secret) {
    return key.seal(name, secret);
  }

  /**
   * Decrypts.
   *
   * @throws StartupRefusedException if it was encrypted under another key or name, or changed since
   */
  byte[] decrypt(String name, byte[] encrypted) {
    try {
      return key.open(name, encrypted);
    } catch (GeneralSecurityException e) {
      throw new StartupRefusedException(
          file
              + " is not the key file of this database: put back the one it was used with, or"
              + " delete the rows of andiron.signing_key; "
              + LOSS,
          e);
    }
  }
}
