package org.andiron.security.account.password;

import java.text.Normalizer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Keeps passwords as Argon2id hashes. Not more of them are computed at a time than there are
 * processors: each takes its memory, and a flood of sign-ins must not take all of it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9106">Argon2, RFC 9106</a>
 */
public final class PasswordHasher {

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int LANES = 1;

  private final PasswordEncoder encoder;
  private final Semaphore places = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
  private final String nobodysHash;

  public PasswordHasher(PasswordProperties settings) {
    this.encoder =
        new Argon2PasswordEncoder(
            SALT_BYTES, HASH_BYTES, LANES, settings.hashMemory(), settings.hashIterations());
    this.nobodysHash = hash("nobody has this password");
  }

  /** The hash to keep, with its salt and parameters. */
  public String hash(String password) {
    return inTurn(() -> encoder.encode(normalized(password)));
  }

  /**
   * Whether the password is the one of the hash. Without a hash it takes as long and is false, so
   * that time does not tell which accounts there are.
   */
  public boolean matches(String password, Optional<String> hash) {
    boolean same = inTurn(() -> encoder.matches(normalized(password), hash.orElse(nobodysHash)));
    return same && hash.isPresent();
  }

  /** Whether the hash was made with weaker parameters than new ones are. */
  public boolean isOutdated(String hash) {
    return encoder.upgradeEncoding(hash);
  }

  /** One keyboard writes a letter with its accent, another writes both apart. */
  private static String normalized(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  private <T> T inTurn(Supplier<T> work) {
    places.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
