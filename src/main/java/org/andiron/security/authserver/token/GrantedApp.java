package org.andiron.security.authserver.token;

import java.time.Instant;
import java.util.List;

/**
 * An app that a user has allowed something.
 *
 * @param authorization by which it can be taken back
 * @param clientId the app
 * @param scopes what was allowed
 * @param expiresAt when it ends by itself unless the app is used
 */
public record GrantedApp(
    String authorization, String clientId, List<String> scopes, Instant expiresAt) {

  public GrantedApp {
    scopes = List.copyOf(scopes);
  }
}
