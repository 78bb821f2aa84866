package org.andiron.security.authserver.backend;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.security.authserver.client.ClientRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of clients. Key sets that are registered by URL are fetched when they are needed,
 * kept as long as their server allows, and fetched again for a key id that is not in the copy; but
 * never more often than every few seconds, whatever callers send.
 */
final class ClientKeys {

  private static final Logger LOG = LoggerFactory.getLogger(ClientKeys.class);

  /** The shortest time between two fetches of the same URL. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final KeySetSource source;
  private final Clock clock;
  private final Map<URI, Copy> copies = new ConcurrentHashMap<>();

  /** Fetches a key set. */
  @FunctionalInterface
  interface KeySetSource {
    Fetched fetch(URI uri) throws IOException;
  }

  /** A key set and how long a copy of it may be used. */
  record Fetched(JWKSet keys, Duration lifetime) {}

  private static final class Copy {
    private JWKSet keys = new JWKSet();
    private Instant fetchedAt = Instant.MIN;
    private Instant usableUntil = Instant.MIN;
  }

  ClientKeys(KeySetSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** The keys of the client with that id; none if there are none, or they cannot be fetched. */
  List<JWK> find(ClientRegistration client, String kid) {
    if (client.keys().isPresent()) {
      return withId(client.keys().get(), kid);
    }
    return client.keysUri().map(uri -> fetched(uri, kid)).orElse(List.of());
  }

  private List<JWK> fetched(URI uri, String kid) {
    Copy copy = copies.computeIfAbsent(uri, it -> new Copy());
    // One fetch at a time for each URL; the others wait for its outcome.
    synchronized (copy) {
      Instant now = clock.instant();
      boolean stale = !now.isBefore(copy.usableUntil);
      boolean unknown = withId(copy.keys, kid).isEmpty();
      boolean rested =
          copy.fetchedAt.equals(Instant.MIN) || !now.isBefore(copy.fetchedAt.plus(PAUSE));
      if ((stale || unknown) && rested) {
        copy.fetchedAt = now;
        fetch(uri, copy, now);
      }
      return withId(copy.keys, kid);
    }
  }

  private void fetch(URI uri, Copy copy, Instant now) {
    try {
      Fetched fetched = source.fetch(uri);
      copy.keys = fetched.keys();
      copy.usableUntil = now.plus(fetched.lifetime());
    } catch (IOException e) {
      LOG.warn("The keys at {} could not be fetched: {}", uri, e.getMessage());
      copy.keys = now.isBefore(copy.usableUntil) ? copy.keys : new JWKSet();
    }
  }

  private static List<JWK> withId(JWKSet keys, String kid) {
    return keys.getKeys().stream().filter(key -> kid.equals(key.getKeyID())).toList();
  }
}
