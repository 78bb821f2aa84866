package org.andiron.security.operator;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.security.KeyMade;
import org.andiron.startup.StartupRefusedException;
import org.springframework.context.ApplicationEventPublisher;

/**
 * The operator's key: an EC P-384 key in a file that its owner alone may read. Whoever may read it
 * is an administrator of this server, as they could change its database as well. With the file
 * removed the next start makes another key, and the old one is worth nothing any more.
 */
public final class OperatorKey {

  /** Id of the built-in client whose key it is. */
  public static final String CLIENT_ID = "andiron-operator";

  /** Name of the file. */
  public static final String FILE = "operator.jwk";

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final ECKey key;

  private OperatorKey(ECKey key) {
    this.key = key;
  }

  /**
   * Opens the file of a folder; the first to come makes one and tells of it.
   *
   * @throws StartupRefusedException if it cannot be read or written, is open to others, or is no
   *     such key
   */
  static OperatorKey in(Path folder, ApplicationEventPublisher events) {
    Path file = folder.toAbsolutePath().normalize().resolve(FILE);
    try {
      boolean made = !Files.exists(file) && create(file);
      requirePrivate(file);
      ECKey key = ECKey.parse(Files.readString(file));
      if (!key.isPrivate() || !Curve.P_384.equals(key.getCurve()) || key.getKeyID() == null) {
        throw damaged(file);
      }
      if (made) {
        events.publishEvent(new KeyMade(KeyMade.Use.OPERATOR, key.getKeyID()));
      }
      return new OperatorKey(key);
    } catch (IOException e) {
      throw new StartupRefusedException(
          "cannot read or write "
              + file
              + " ("
              + e.getMessage()
              + "); make it and its folder accessible for "
              + System.getProperty("user.name"),
          e);
    } catch (ParseException e) {
      throw damaged(file);
    }
  }

  private static StartupRefusedException damaged(Path file) {
    return new StartupRefusedException(
        file + " is not an operator key; remove it, and the next start makes another one");
  }

  /** Whether it is this node that made it. */
  private static boolean create(Path file) throws IOException {
    Path folder = Files.createDirectories(file.resolveSibling(".").normalize());
    Path temporary = Files.createTempFile(folder, FILE, ".tmp");
    try {
      if (isPosix(temporary)) {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(temporary, generate().toJSONString() + "\n");
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      // Another node was faster: its key counts.
      return false;
    } catch (UnsupportedOperationException e) {
      Files.move(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return true;
  }

  private static ECKey generate() {
    try {
      return new ECKeyGenerator(Curve.P_384)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(new Algorithm("ES384"))
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("P-384 is part of every Java", e);
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    if (!isPosix(file)) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.stream().anyMatch(OTHERS::contains)) {
      throw new StartupRefusedException(
          file
              + " is open to others than its owner: whoever read it is an administrator. Remove it,"
              + " and the next start makes another one; or, if nobody read it, chmod 600 it");
    }
    if (!isOwn(file)) {
      throw new StartupRefusedException(
          file
              + " belongs to another user than the one who runs the server; remove it, and the next"
              + " start makes another one");
    }
  }

  /** Whether the file has the owner of what this process writes beside it. */
  private static boolean isOwn(Path file) throws IOException {
    if (!Files.isWritable(file.resolveSibling("."))) {
      // Mounted by whoever runs the container; nobody else can have put it there.
      return true;
    }
    Path probe = Files.createTempFile(file.resolveSibling(".").normalize(), FILE, ".tmp");
    try {
      return Files.getOwner(file).equals(Files.getOwner(probe));
    } finally {
      Files.delete(probe);
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** The public key. */
  public ECKey publicKey() {
    return key.toPublicJWK();
  }

  /** The public key, as a set of one. */
  public Map<String, Object> publicKeys() {
    return new JWKSet(key.toPublicJWK()).toJSONObject();
  }

  /**
   * The built-in client, in the member names of RFC 7591: it may do everything, in its own name.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">Client metadata, RFC 7591</a>
   */
  public Map<String, Object> registration() {
    return Map.of(
        "client_id",
        CLIENT_ID,
        "client_name",
        "Operator of this machine",
        "grant_types",
        List.of("client_credentials"),
        "token_endpoint_auth_method",
        "private_key_jwt",
        "scope",
        "system/*.cruds scim",
        "jwks",
        publicKeys());
  }
}
