package org.andiron.security;

import java.util.Optional;

/**
 * Something that happened to a token, published to the application before it is answered; the audit
 * trail listens. None holds a token, a code or a secret.
 */
public sealed interface TokenEvent {

  /**
   * A client gets an access token.
   *
   * @param user who stands behind it; empty if the client acts for itself
   * @param tokenId {@code jti} of the token
   * @param grantType for what it gets it
   * @param scope what the token allows
   */
  record Issued(
      String client, Optional<String> user, String tokenId, String grantType, String scope)
      implements TokenEvent {}

  /**
   * A client that is known does not get what it asks for.
   *
   * @param client empty if it is none that is registered
   * @param user whose code or token it sent, as far as that was one
   * @param status of the answer
   */
  record Refused(
      Wanted wanted, Optional<String> client, Optional<String> user, Obstacle why, int status)
      implements TokenEvent {}

  /**
   * A client has not shown that it is who it says.
   *
   * @param client who it says it is; empty if no client has the name
   * @param replayed whether it sent an assertion for the second time
   */
  record ClientRefused(Optional<String> client, boolean replayed, int status)
      implements TokenEvent {}

  /**
   * A token, and all that comes of the same grant, is ended.
   *
   * @param client of the token
   * @param user who stands behind it; empty if nobody does, or there was nothing to end
   * @param tokenId {@code jti} of an access token
   */
  record Revoked(String client, Optional<String> user, Optional<String> tokenId)
      implements TokenEvent {}

  /**
   * A client is told of a token.
   *
   * @param client which asks
   * @param tokenId {@code jti} of the token; empty if it is not valid, or has none
   */
  record Introspected(String client, Optional<String> tokenId) implements TokenEvent {}

  /** What a client asks for. */
  enum Wanted {
    TOKEN,
    REFRESH,
    REVOCATION,
    INTROSPECTION
  }

  /** Why it does not get it. */
  enum Obstacle {
    /** The code verifier is not that of the code. */
    VERIFIER,
    /** The code or refresh token was used before. */
    REPLAY,
    /** What it sends entitles it to nothing. */
    GRANT,
    /** The request itself is wrong. */
    REQUEST
  }
}
