package org.andiron.operator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A new key of a backend client: EC P-384, in a file for its owner alone.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html">Asymmetric
 *     client authentication, SMART App Launch</a>
 */
final class NewClientKey {

  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final ECKey key;

  private NewClientKey(Path file, ECKey key) {
    this.file = file;
    this.key = key;
  }

  /**
   * Makes a key and writes it.
   *
   * @throws OperatorException if the file exists or cannot be written
   */
  static NewClientKey write(Path file) {
    try {
      ECKey key = new ECKeyGenerator(Curve.P_384).keyIDFromThumbprint(true).generate();
      boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] ownerOnly =
          posix
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
              }
              : new FileAttribute<?>[0];
      Files.createFile(file, ownerOnly);
      Files.write(
          file,
          key.toJSONString().getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.TRUNCATE_EXISTING);
      return new NewClientKey(file, key);
    } catch (FileAlreadyExistsException e) {
      throw new OperatorException(
          file + " exists; a key that may be in use is not written over. Name another file", e);
    } catch (IOException | JOSEException e) {
      throw new OperatorException("cannot write " + file, e);
    }
  }

  /** The public part, as a JWK set. */
  ObjectNode publicKeys() {
    ObjectNode set = JSON.createObjectNode();
    set.set("keys", JSON.valueToTree(List.of(key.toPublicJWK().toJSONObject())));
    return set;
  }

  /** Removes the file again, of a key that nobody was told. */
  void discard() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new OperatorException("cannot remove " + file + ", which is of no use", e);
    }
  }
}
