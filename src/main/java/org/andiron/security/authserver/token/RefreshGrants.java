package org.andiron.security.authserver.token;

import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.scope.SmartScopes;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization.Token;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Exchanges a refresh token for an access token and the next refresh token. Spring's provider
 * compares scopes as texts and so cannot narrow {@code .rs} to {@code .r}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">Refreshing an access token, RFC
 *     6749</a>
 */
public final class RefreshGrants implements AuthenticationProvider {

  private static final OAuth2TokenType ID_TOKEN = new OAuth2TokenType("id_token");

  private final AuthorizationStore authorizations;
  private final RegisteredClients clients;
  private final OAuth2TokenGenerator<?> generator;

  /** Exchanges tokens of the store. */
  public RefreshGrants(
      AuthorizationStore authorizations,
      RegisteredClients clients,
      OAuth2TokenGenerator<?> generator) {
    this.authorizations = authorizations;
    this.clients = clients;
    this.generator = generator;
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    OAuth2RefreshTokenAuthenticationToken request =
        (OAuth2RefreshTokenAuthenticationToken) authentication;
    if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken principal)
        || principal.getRegisteredClient() == null) {
      throw error(OAuth2ErrorCodes.INVALID_CLIENT, null);
    }
    RegisteredClient client = principal.getRegisteredClient();
    if (!client.getAuthorizationGrantTypes().contains(AuthorizationGrantType.REFRESH_TOKEN)) {
      throw error(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT, null);
    }
    OAuth2Authorization authorization = authorization(request, client);
    Set<String> scopes = scopes(request, authorization, client);
    DefaultOAuth2TokenContext.Builder context =
        DefaultOAuth2TokenContext.builder()
            .registeredClient(client)
            .principal(
                Objects.requireNonNull(
                    authorization.<Authentication>getAttribute(Principal.class.getName())))
            .authorizationServerContext(AuthorizationServerContextHolder.getContext())
            .authorization(authorization)
            .authorizedScopes(scopes)
            .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
            .authorizationGrant(request);
    Jwt jwt = (Jwt) generate(context.tokenType(OAuth2TokenType.ACCESS_TOKEN));
    OAuth2AccessToken accessToken =
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER,
            jwt.getTokenValue(),
            jwt.getIssuedAt(),
            jwt.getExpiresAt(),
            scopes);
    OAuth2RefreshToken refreshToken =
        (OAuth2RefreshToken) generate(context.tokenType(OAuth2TokenType.REFRESH_TOKEN));
    Map<String, Object> additional = new HashMap<>();
    if (scopes.contains("openid")) {
      additional.put("id_token", generate(context.tokenType(ID_TOKEN)).getTokenValue());
    }
    authorizations.save(
        OAuth2Authorization.from(authorization)
            .token(accessToken, it -> it.put(Token.CLAIMS_METADATA_NAME, jwt.getClaims()))
            .refreshToken(refreshToken)
            .build());
    return new OAuth2AccessTokenAuthenticationToken(
        client, principal, accessToken, refreshToken, additional);
  }

  private OAuth2Authorization authorization(
      OAuth2RefreshTokenAuthenticationToken request, RegisteredClient client) {
    OAuth2Authorization authorization =
        authorizations.findByToken(request.getRefreshToken(), OAuth2TokenType.REFRESH_TOKEN);
    Token<OAuth2RefreshToken> token =
        authorization == null ? null : authorization.getRefreshToken();
    if (authorization == null
        || token == null
        || !token.isActive()
        || !client.getId().equals(authorization.getRegisteredClientId())) {
      throw error(OAuth2ErrorCodes.INVALID_GRANT, null);
    }
    return authorization;
  }

  /** What was allowed, as far as the client is still registered for it and asks for it now. */
  private Set<String> scopes(
      OAuth2RefreshTokenAuthenticationToken request,
      OAuth2Authorization authorization,
      RegisteredClient client) {
    SmartScopes allowed =
        SmartScopes.of(String.join(" ", authorization.getAuthorizedScopes()))
            .within(
                clients
                    .find(client.getClientId())
                    .orElseThrow(() -> error(OAuth2ErrorCodes.INVALID_CLIENT, null))
                    .scopes());
    if (request.getScopes().isEmpty()) {
      return allowed.texts();
    }
    SmartScopes.Reading asked = SmartScopes.read(String.join(" ", request.getScopes()));
    if (!asked.refused().isEmpty() || !allowed.covers(asked.scopes())) {
      throw error(OAuth2ErrorCodes.INVALID_SCOPE, "scope asks for more than was allowed");
    }
    return asked.scopes().texts();
  }

  private OAuth2Token generate(DefaultOAuth2TokenContext.Builder context) {
    OAuth2Token token = generator.generate(context.build());
    if (token == null) {
      throw error(OAuth2ErrorCodes.INVALID_GRANT, null);
    }
    return token;
  }

  private static OAuth2AuthenticationException error(String code, @Nullable String description) {
    return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2RefreshTokenAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
