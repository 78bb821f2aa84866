package org.andiron.security.authserver.code;

import java.util.Objects;
import java.util.Optional;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.authserver.token.AuthorizationStore;
import org.andiron.security.authserver.token.LaunchContext;
import org.andiron.security.scope.SmartScopes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/** Authorizations that wait for their user, for the pages that ask them. */
public final class PendingAuthorizations {

  static final OAuth2TokenType STATE = new OAuth2TokenType("state");

  private final AuthorizationStore authorizations;
  private final RegisteredClients clients;

  PendingAuthorizations(AuthorizationStore authorizations, RegisteredClients clients) {
    this.authorizations = authorizations;
    this.clients = clients;
  }

  /**
   * What a user is asked.
   *
   * @param state the parameter with which the page was opened; not that of the app
   * @param user who is signed in; nobody else can find it
   */
  public Optional<PendingAuthorization> find(String state, String user) {
    return authorization(state, user)
        .flatMap(it -> clients.find(it.getRegisteredClientId()).map(client -> pending(it, client)));
  }

  /**
   * Notes which patient the user has chosen; whether they may see them is for the caller to know.
   */
  public boolean choosePatient(String state, String user, String patientId) {
    Optional<OAuth2Authorization> authorization = authorization(state, user);
    authorization.ifPresent(
        it ->
            authorizations.save(
                OAuth2Authorization.from(it)
                    .attribute(
                        LaunchContext.class.getName(), LaunchContext.of(it).withPatient(patientId))
                    .build()));
    return authorization.isPresent();
  }

  private Optional<OAuth2Authorization> authorization(String state, String user) {
    return state.isBlank()
        ? Optional.empty()
        : Optional.ofNullable(authorizations.findByToken(state, STATE))
            .filter(it -> it.getPrincipalName().equals(user));
  }

  private static PendingAuthorization pending(
      OAuth2Authorization authorization, ClientRegistration client) {
    OAuth2AuthorizationRequest request =
        Objects.requireNonNull(
            authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()));
    return new PendingAuthorization(
        client,
        request.getRedirectUri(),
        SmartScopes.of(String.join(" ", request.getScopes())),
        LaunchContext.of(authorization));
  }
}
