package org.andiron.security.authserver.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An app that a user has allowed something.
 *
 * @param authorization by which it can be taken back
 * @param clientId the app
 * @param scopes what was allowed
 * @param patient id of the Patient in context
 * @param allowedAt when it was allowed
 * @param expiresAt when it ends by itself unless the app is used
 */
public record GrantedApp(
    String authorization,
    String clientId,
    List<String> scopes,
    Optional<String> patient,
    Instant allowedAt,
    Instant expiresAt) {

  public GrantedApp {
    scopes = List.copyOf(scopes);
  }
}
