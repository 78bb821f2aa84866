package org.andiron.audit.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.andiron.audit.ledger.VerificationKeys;
import org.andiron.audit.sealer.SealingRefusedException;
import org.andiron.audit.sealer.SigningKeyFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which the commands are told whose signatures count. */
final class TrustedKeys {

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description = "Public keys to trust, in PEM; may be repeated. Else those of the key file.")
  private List<Path> publicKeys = new ArrayList<>();

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      defaultValue = "${env:ANDIRON_AUDIT_SIGNINGKEY}",
      description = "The server's key file, as in andiron.audit.signing-key.")
  private @Nullable Path signingKey;

  @Option(
      names = "--key-directory",
      paramLabel = "DIR",
      defaultValue = "${env:ANDIRON_SECURITY_KEYDIRECTORY:-./data/security}",
      description = "Where it is otherwise (default: ${DEFAULT-VALUE}).")
  private Path keyDirectory = Path.of("./data/security");

  /** Whether keys are named that came on another way than the log. */
  boolean named() {
    return !publicKeys.isEmpty();
  }

  /**
   * The keys.
   *
   * @throws UnableException if there are none
   */
  VerificationKeys read() {
    if (publicKeys.isEmpty()) {
      Path file = signingKey;
      try {
        return new SigningKeyFile(file == null ? keyDirectory.resolve(SigningKeyFile.NAME) : file)
            .publicKeys();
      } catch (SealingRefusedException e) {
        throw new UnableException(
            "no key to trust: " + e.getMessage() + "; or give --public-key", e);
      }
    }
    VerificationKeys keys = new VerificationKeys(List.of());
    for (Path file : publicKeys) {
      try {
        keys = keys.and(VerificationKeys.ofPem(Files.readString(file, StandardCharsets.US_ASCII)));
      } catch (IOException e) {
        throw new UnableException("cannot read " + file + " (" + e.getMessage() + ")", e);
      } catch (IllegalArgumentException e) {
        throw new UnableException(file + " is no public key of Ed25519 in PEM", e);
      }
    }
    return keys;
  }
}
