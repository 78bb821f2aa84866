package org.andiron.security.authserver.client;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.PublicClientAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Public clients. For a code the verifier proves that it is the client that asked for it; a refresh
 * token proves it by itself, since it changes with each use.
 */
public final class PublicClients implements AuthenticationProvider {

  private final RegisteredClients clients;
  private final PublicClientAuthenticationProvider forCodes;

  /** Leaves requests that redeem a code to Spring's provider, which checks the verifier. */
  public PublicClients(RegisteredClients clients, PublicClientAuthenticationProvider forCodes) {
    this.clients = clients;
    this.forCodes = forCodes;
  }

  @Override
  public @Nullable Authentication authenticate(Authentication authentication) {
    OAuth2ClientAuthenticationToken client = (OAuth2ClientAuthenticationToken) authentication;
    if (!ClientAuthenticationMethod.NONE.equals(client.getClientAuthenticationMethod())) {
      return null;
    }
    if ("authorization_code".equals(client.getAdditionalParameters().get("grant_type"))) {
      return forCodes.authenticate(client);
    }
    RegisteredClient registered = clients.findByClientId(client.getPrincipal().toString());
    if (registered == null
        || !registered.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
    return new OAuth2ClientAuthenticationToken(registered, ClientAuthenticationMethod.NONE, null);
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
