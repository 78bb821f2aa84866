package org.andiron.security.authserver.backend;

import java.sql.Timestamp;
import java.time.Instant;
import org.andiron.security.authserver.token.TokenDigest;
import org.springframework.jdbc.core.JdbcOperations;

/** The assertions that have been used and have not expired, of all nodes. */
final class SeenAssertions {

  private final JdbcOperations jdbc;

  SeenAssertions(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether the client sends this id for the first time; it is remembered until it expires. */
  boolean isFirst(String clientId, String id, Instant expiresAt) {
    return jdbc.update(
            "insert into andiron.seen_assertion (client_id, jti_hash, expires_at) values (?, ?, ?)"
                + " on conflict do nothing",
            clientId,
            TokenDigest.of(id),
            Timestamp.from(expiresAt))
        == 1;
  }
}
