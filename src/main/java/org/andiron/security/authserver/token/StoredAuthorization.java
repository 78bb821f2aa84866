package org.andiron.security.authserver.token;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code andiron.app_authorization}; the column comments of the table say what is what.
 */
record StoredAuthorization(
    String id,
    int version,
    String clientId,
    String subject,
    String grantType,
    List<String> scopes,
    @Nullable String request,
    @Nullable String context,
    @Nullable String sessionId,
    @Nullable Instant authenticatedAt,
    byte @Nullable [] stateHash,
    Code code,
    Times access,
    byte @Nullable [] refreshHash,
    Times refresh,
    boolean revoked,
    Instant expiresAt) {

  /** From when until when a token is valid; both null if there is none. */
  record Times(@Nullable Instant issuedAt, @Nullable Instant expiresAt) {}

  /** The authorization code. */
  record Code(byte @Nullable [] hash, Times times, boolean used) {}
}
