package org.andiron.security.account.factor;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.andiron.security.sealing.SealingKey;
import org.andiron.startup.StartupRefusedException;

/** Seals under a key in a file. */
final class KeyFileBox implements SecretBox {

  private static final String NAME = "account-encryption-key";

  private final SealingKey key;

  private KeyFileBox(SealingKey key) {
    this.key = key;
  }

  /**
   * A box with the key of the folder; the first to come makes one.
   *
   * @throws StartupRefusedException if it cannot be read or written, or is no such key
   */
  static KeyFileBox in(Path folder) {
    return new KeyFileBox(
        SealingKey.in(
            folder.toAbsolutePath().normalize().resolve(NAME),
            "all authenticator apps must then be set up again"));
  }

  @Override
  public byte[] seal(String name, byte[] secret) {
    return key.seal(name, secret);
  }

  @Override
  public byte[] open(String name, byte[] sealed) {
    try {
      return key.open(name, sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the key file " + NAME + " is not the one that this database was used with", e);
    }
  }
}
