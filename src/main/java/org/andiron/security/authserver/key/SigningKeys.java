package org.andiron.security.authserver.key;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The keys of this server as they are now. A new key is published for a while before it signs, and
 * stays published until all that it signed has expired; so readers of the key set that keep a copy
 * notice nothing of a rotation.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517">JSON Web Key, RFC 7517</a>
 */
public final class SigningKeys {

  /** How long others may keep a copy of the key set. */
  public static final Duration CACHED_BY_OTHERS = Duration.ofMinutes(15);

  private static final Duration LIFETIME = Duration.ofDays(90);
  private static final Duration KEPT = Duration.ofDays(2);
  private static final Duration RELOADED = Duration.ofMinutes(1);
  private static final Duration RELOADED_FOR_UNKNOWN = Duration.ofSeconds(5);

  private final StoredKeys table;
  private final Clock clock;
  private volatile Loaded loaded = new Loaded(List.of(), Instant.EPOCH);

  private record Loaded(List<StoredKey> keys, Instant at) {}

  SigningKeys(StoredKeys table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  /** The key that signs now, with its private part. */
  public RSAKey current() {
    List<StoredKey> keys = keys(RELOADED);
    Instant known = clock.instant().minus(CACHED_BY_OTHERS.multipliedBy(2));
    return keys.stream()
        .filter(key -> key.createdAt().isBefore(known))
        .findFirst()
        // The first key of all signs at once: nobody has a copy of a set without it.
        .orElseGet(() -> keys.get(keys.size() - 1))
        .key();
  }

  /** The public part of a key, as long as something signed with it may be valid. */
  public Optional<RSAKey> find(String kid) {
    Optional<RSAKey> found = find(kid, keys(RELOADED));
    return found.isPresent() ? found : find(kid, keys(RELOADED_FOR_UNKNOWN));
  }

  /** The public parts of all keys, for those who check signatures. */
  public JWKSet published() {
    List<JWK> keys = keys(RELOADED).stream().map(key -> (JWK) key.key().toPublicJWK()).toList();
    return new JWKSet(keys);
  }

  private static Optional<RSAKey> find(String kid, List<StoredKey> keys) {
    return keys.stream()
        .map(StoredKey::key)
        .filter(key -> kid.equals(key.getKeyID()))
        .findFirst()
        .map(RSAKey::toPublicJWK);
  }

  private List<StoredKey> keys(Duration notOlderThan) {
    Loaded now = loaded;
    return now.at().isAfter(clock.instant().minus(notOlderThan)) ? now.keys() : reload(now);
  }

  private synchronized List<StoredKey> reload(Loaded stale) {
    if (loaded != stale) {
      return loaded.keys();
    }
    List<StoredKey> keys = table.load();
    Instant old = clock.instant().minus(LIFETIME);
    if (keys.isEmpty() || keys.get(0).createdAt().isBefore(old)) {
      table.rotate(LIFETIME, KEPT);
      keys = table.load();
    }
    loaded = new Loaded(List.copyOf(keys), clock.instant());
    return keys;
  }
}
