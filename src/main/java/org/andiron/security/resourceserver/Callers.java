package org.andiron.security.resourceserver;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.Caller;
import org.andiron.security.authserver.token.AccessToken;
import org.andiron.security.authserver.token.TokenClaims;
import org.andiron.security.scope.Permission;
import org.andiron.security.scope.SmartScope;
import org.andiron.security.scope.SmartScope.Level;
import org.andiron.security.scope.SmartScopes;

/** Makes callers of access tokens. */
public final class Callers {

  private static final String ADMINISTRATOR = "administrator";

  private Callers() {}

  static Caller of(AccessToken token) {
    SmartScopes scopes = SmartScopes.of(token.scope());
    boolean client = token.subject().equals(token.clientId());
    return new Caller(
        token.subject(),
        token.clientId(),
        token.text(TokenClaims.NAME).orElse(token.subject()),
        token.text(TokenClaims.FHIR_USER),
        Set.copyOf(token.roles()),
        scopes,
        token.text(TokenClaims.PATIENT),
        token.id(),
        isAdministrator(client, token.roles(), scopes),
        Optional.empty(),
        PurposeClaim.read(token.claims().getClaim(TokenClaims.PURPOSE_OF_USE)),
        token.text(TokenClaims.DEVICE),
        Boolean.TRUE.equals(token.claims().getClaim(TokenClaims.PURPOSE_OF_USE_HEADER)));
  }

  /**
   * Whether it is an administrator who calls.
   *
   * @param client whether no user stands behind the client
   */
  public static boolean isAdministrator(
      boolean client, Collection<String> roles, SmartScopes scopes) {
    return client
        ? isUnrestricted(scopes, Level.SYSTEM)
        : roles.contains(ADMINISTRATOR) && isUnrestricted(scopes, Level.USER);
  }

  /**
   * Whether the scopes allow anything with any resource. An administrator who lets an app read
   * patients has not made it an administrator.
   */
  private static boolean isUnrestricted(SmartScopes scopes, Level level) {
    return scopes.resourceScopes().stream()
        .anyMatch(
            scope ->
                scope.level() == level
                    && scope.type().equals(SmartScope.ALL_TYPES)
                    && scope.permissions().containsAll(Set.of(Permission.values()))
                    && scope.query().isEmpty());
  }
}
