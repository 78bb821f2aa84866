package org.andiron.audit.sealer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.audit.ledger.SigningKey;
import org.andiron.audit.ledger.VerificationKeys;
import org.jspecify.annotations.Nullable;

/**
 * The file of the key with which the heads of the log are signed. In PEM it has the private key
 * (PKCS #8), its public key, and the public keys of earlier ones whose heads stay valid.
 *
 * <p>It is a file and not a row, also where several nodes share a database: who can change the
 * database must not be able to sign, and who checks the log takes from the file which keys to
 * trust. The nodes share {@code andiron.security.key-directory} anyway.
 */
public final class SigningKeyFile {

  /** Name of the file unless a setting says otherwise. */
  public static final String NAME = "audit-signing-key.pem";

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final Path path;

  /** The file of this path, which need not be there. */
  public SigningKeyFile(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  /**
   * The public keys in it, the current one first.
   *
   * @throws SealingRefusedException if it is missing, cannot be read, or is no such file
   */
  public VerificationKeys publicKeys() throws SealingRefusedException {
    return publicKeys(text());
  }

  private VerificationKeys publicKeys(String text) throws SealingRefusedException {
    try {
      return VerificationKeys.ofPem(text);
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  /**
   * The key that signs.
   *
   * @throws SealingRefusedException if the file is missing, cannot be read, is open to others than
   *     its owner, or is no such file
   */
  SigningKey signingKey() throws SealingRefusedException {
    String text = text();
    Matcher matcher = PRIVATE_KEY.matcher(text);
    if (!matcher.find()) {
      throw damaged(null);
    }
    try {
      return SigningKey.of(
          Base64.getMimeDecoder().decode(matcher.group(1)), publicKeys(text).all().get(0));
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  boolean exists() {
    return Files.exists(path);
  }

  private String text() throws SealingRefusedException {
    try {
      if (isPosix(path)
          && Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
        throw new SealingRefusedException(
            path + " is open to others than its owner, who could sign in our name; chmod 600 it");
      }
      return Files.readString(path, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new SealingRefusedException(
          "the file of the key that signs the audit log, "
              + path
              + ", is missing or cannot be read; put it back from the backup of the key directory",
          e);
    }
  }

  private SealingRefusedException damaged(@Nullable Throwable cause) {
    return new SealingRefusedException(
        path + " is not a key file of the audit log; put it back from the backup", cause);
  }

  /**
   * Makes a key unless there is one. Written beside and linked, so that another node never reads
   * half of it.
   *
   * @throws SealingRefusedException if it cannot be written
   */
  void create() throws SealingRefusedException {
    SigningKey key = SigningKey.generate();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getEncoder().encodeToString(key.encoded())
            + "\n-----END PRIVATE KEY-----\n"
            + key.verificationKey().pem();
    try {
      Path folder = Files.createDirectories(path.resolveSibling(".").normalize());
      Path temporary = Files.createTempFile(folder, NAME, ".tmp");
      try {
        if (isPosix(temporary)) {
          Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(temporary, pem, StandardCharsets.US_ASCII);
        Files.createLink(path, temporary);
      } catch (FileAlreadyExistsException e) {
        // Another node was faster: its key counts.
        return;
      } catch (UnsupportedOperationException e) {
        Files.move(temporary, path);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new SealingRefusedException(
          "cannot write "
              + path
              + "; make its folder writable for "
              + System.getProperty("user.name")
              + " or set andiron.audit.signing-key",
          e);
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
