package org.andiron.load;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gets tokens for servers that want one. */
@FunctionalInterface
public interface TokenSource {

  /** Knows no key, and so has no tokens. */
  TokenSource NONE = (server, dataDirectory, key) -> Optional.empty();

  /**
   * Tokens of a server.
   *
   * @param server its FHIR base URL
   * @param dataDirectory data directory of the server on this machine, where the operator's key is
   * @param key file with another key
   * @return empty if there is no key
   * @throws LoadException if there is one that cannot be used
   */
  Optional<Tokens> of(String server, Path dataDirectory, @Nullable Path key);

  /** Tokens of one server; a new one comes before the last expires. */
  interface Tokens {

    /**
     * A token that is good now.
     *
     * @throws LoadException if there is none to be had
     */
    String current();

    /** Another one in place of one that the server refused. */
    String insteadOf(String refused);
  }
}
