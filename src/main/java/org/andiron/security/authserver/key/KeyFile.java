package org.andiron.security.authserver.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.andiron.startup.StartupRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * The key under which signing keys are kept in the database, in a file that its owner alone may
 * read. So neither the database nor a backup of it is enough to make tokens.
 */
final class KeyFile {

  private static final String NAME = "signing-key-encryption-key";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final SecretKeySpec key;

  private KeyFile(Path file, byte[] key) {
    this.file = file;
    this.key = new SecretKeySpec(key, "AES");
  }

  /**
   * Opens the file, and makes one with a new key if there is none.
   *
   * @throws StartupRefusedException if it cannot be read or written, or is not such a file
   */
  static KeyFile open(Path directory) {
    Path file = directory.toAbsolutePath().normalize().resolve(NAME);
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
      if (key.length == 32) {
        return new KeyFile(file, key);
      }
    } catch (IOException e) {
      throw new StartupRefusedException(
          "Cannot read or write "
              + file
              + " ("
              + e.getMessage()
              + "); make its folder writable for "
              + System.getProperty("user.name")
              + " or set andiron.security.key-directory to another one",
          e);
    } catch (IllegalArgumentException e) {
      throw damaged(file, e);
    }
    throw damaged(file, null);
  }

  private static StartupRefusedException damaged(Path file, @Nullable Throwable cause) {
    return new StartupRefusedException(
        file
            + " is not a key file; put back the one that this database was used with, or remove it:"
            + " all who are signed in must then sign in again",
        cause);
  }

  /**
   * Written beside and moved, so that a node that starts at the same time never reads half of it.
   */
  private static void create(Path file) throws IOException {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    Path folder = file.resolveSibling(".");
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, NAME, ".tmp");
    try {
      if (Files.getFileStore(temporary).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(temporary, Base64.getEncoder().encodeToString(key) + "\n");
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      // Another node was faster: its key counts.
      return;
    } catch (UnsupportedOperationException e) {
      Files.move(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Encrypts what belongs to a name; only under the same name it can be decrypted. */
  byte[] encrypt(String name, byte[] secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(secret);
      byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
      System.arraycopy(encrypted, 0, all, NONCE_BYTES, encrypted.length);
      return all;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is part of every Java", e);
    }
  }

  /**
   * Decrypts.
   *
   * @throws StartupRefusedException if it was encrypted under another key or name, or changed since
   */
  byte[] decrypt(String name, byte[] encrypted) {
    try {
      return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(encrypted, NONCE_BYTES), name)
          .doFinal(encrypted, NONCE_BYTES, encrypted.length - NONCE_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new StartupRefusedException(
          file
              + " is not the key file of this database: put back the one it was used with, or"
              + " delete the rows of andiron.signing_key; all who are signed in must then sign in"
              + " again",
          e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
