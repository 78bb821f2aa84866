package org.andiron.operator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The private key of a backend client, in a file as a JSON Web Key: EC P-384 or RSA.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html">Asymmetric
 *     client authentication, SMART App Launch</a>
 */
public final class ClientKey {

  private static final String FILE = "operator.jwk";
  private static final Path KEY_DIRECTORY = Path.of("./data/security");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final JWK key;
  private final JWSAlgorithm algorithm;
  private final JWSSigner signer;

  private ClientKey(JWK key, JWSAlgorithm algorithm, JWSSigner signer) {
    this.key = key;
    this.algorithm = algorithm;
    this.signer = signer;
  }

  /**
   * The key of a file, or without one the operator's key of the server on this machine.
   *
   * @param given a file that the caller names
   * @param dataDirectory data directory of the server
   * @return empty if no file is named, and there is no operator's key
   * @throws OperatorException if the file cannot be read, is open to others, or is no such key
   */
  public static Optional<ClientKey> find(@Nullable Path given, Path dataDirectory) {
    if (given != null) {
      return Optional.of(read(given));
    }
    return List.of(dataDirectory, KEY_DIRECTORY).stream()
        .map(folder -> folder.resolve(FILE))
        .filter(Files::exists)
        .findFirst()
        .map(ClientKey::read);
  }

  private static ClientKey read(Path file) {
    try {
      requirePrivate(file);
      JWK key = JWK.parse(Files.readString(file));
      if (key.isPrivate()) {
        return switch (key.getKeyType().getValue()) {
          case "EC" -> new ClientKey(key, JWSAlgorithm.ES384, new ECDSASigner(key.toECKey()));
          case "RSA" -> new ClientKey(key, JWSAlgorithm.RS384, new RSASSASigner(key.toRSAKey()));
          default -> throw notAKey(file, null);
        };
      }
      throw notAKey(file, null);
    } catch (IOException e) {
      throw new OperatorException(
          "cannot read " + file + "; run the command as the user who runs the server", e);
    } catch (ParseException | JOSEException e) {
      throw notAKey(file, e);
    }
  }

  private static OperatorException notAKey(Path file, @Nullable Throwable cause) {
    return new OperatorException(
        file + " is not a private JSON Web Key of type EC (P-384) or RSA", cause);
  }

  private static void requirePrivate(Path file) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
      throw new OperatorException(
          file + " is open to others than its owner; whoever read it can do all that it can do");
    }
  }

  /**
   * Signs claims.
   *
   * @param type of what is made of them, if it has one
   */
  String sign(@Nullable JOSEObjectType type, JWTClaimsSet claims) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(algorithm).type(type).keyID(key.getKeyID()).build(), claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new OperatorException("the key cannot sign: " + e.getMessage(), e);
    }
    return token.serialize();
  }
}
