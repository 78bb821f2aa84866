package org.andiron.security.authserver.token;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.andiron.security.authserver.client.RegisteredClients;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Clients that say who they are with an access token of theirs, which they may where they ask about
 * tokens. Whoever got theirs without a proof shows nothing by it.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/token-introspection.html#authorization-to-perform-token-introspection">Authorization
 *     to perform token introspection</a>
 */
public final class BearerClients implements AuthenticationConverter, AuthenticationProvider {

  private static final ClientAuthenticationMethod BEARER = new ClientAuthenticationMethod("bearer");
  private static final String SCHEME = "bearer ";

  private final AccessTokens tokens;
  private final AuthorizationStore authorizations;
  private final RegisteredClients clients;

  /** Takes the tokens of this server. */
  public BearerClients(
      AccessTokens tokens, AuthorizationStore authorizations, RegisteredClients clients) {
    this.tokens = tokens;
    this.authorizations = authorizations;
    this.clients = clients;
  }

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return null;
    }
    String token = header.substring(SCHEME.length()).strip();
    return new OAuth2ClientAuthenticationToken("bearer", BEARER, token, null);
  }

  @Override
  public @Nullable Authentication authenticate(Authentication authentication) {
    OAuth2ClientAuthenticationToken client = (OAuth2ClientAuthenticationToken) authentication;
    if (!BEARER.equals(client.getClientAuthenticationMethod())) {
      return null;
    }
    RegisteredClient registered = owner(String.valueOf(client.getCredentials()));
    if (registered.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
      throw refusal("the token is that of a client that cannot prove who it is");
    }
    return new OAuth2ClientAuthenticationToken(registered, BEARER, null);
  }

  private RegisteredClient owner(String token) {
    try {
      AccessToken accessToken = tokens.verify(token);
      RegisteredClient owner = clients.findByClientId(accessToken.clientId());
      if (owner != null && authorizations.isLive(accessToken.authorization())) {
        return owner;
      }
    } catch (InvalidAccessTokenException e) {
      throw refusal(String.valueOf(e.getMessage()));
    }
    throw refusal("the token in the Authorization header has been revoked");
  }

  private static OAuth2AuthenticationException refusal(String reason) {
    return new OAuth2AuthenticationException(
        new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, reason, null));
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
