package org.andiron.security.sealing;

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
 * A key for AES-256-GCM in a file that its owner alone may read. So neither the database nor a
 * backup of it is enough to read what is sealed in it.
 */
public final class SealingKey {

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  private SealingKey(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /**
   * Reads the key in a file; the first to come makes one.
   *
   * @param loss what an operator has to bear who removes the file, as part of a sentence
   * @throws StartupRefusedException if it cannot be read or written, or is no such key
   */
  public static SealingKey in(Path file, String loss) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
      if (key.length == KEY_BYTES) {
        return new SealingKey(key);
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
      throw damaged(file, loss, e);
    }
    throw damaged(file, loss, null);
  }

  private static StartupRefusedException damaged(
      Path file, String loss, @Nullable Throwable cause) {
    return new StartupRefusedException(
        file
            + " is not a key file; put back the one that this database was used with, or remove it:"
            + " "
            + loss,
        cause);
  }

  /** Written beside and linked, so that a node that starts at the same time never reads half. */
  private static void create(Path file) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    Path folder = Files.createDirectories(file.resolveSibling(".").normalize());
    Path temporary = Files.createTempFile(folder, String.valueOf(file.getFileName()), ".tmp");
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

  /** Encrypts what belongs to a name; only under the same name it can be opened. */
  public byte[] seal(String name, byte[] secret) {
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
   * @throws GeneralSecurityException if it was sealed under another key or name, or changed since
   */
  public byte[] open(String name, byte[] sealed) throws GeneralSecurityException {
    if (sealed.length < NONCE_BYTES) {
      throw new GeneralSecurityException("it is too short to be sealed");
    }
    return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), name)
        .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
