package org.andiron.security.authserver.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.andiron.security.authserver.token.StoredAuthorization.Code;
import org.andiron.security.authserver.token.StoredAuthorization.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization.Token;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/** Makes rows of authorizations and back. */
final class AuthorizationRows {

  private static final String VERSION = "andiron.version";
  private static final String PRINCIPAL = "java.security.Principal";
  private static final String REQUEST = OAuth2AuthorizationRequest.class.getName();
  private static final String CONTEXT = LaunchContext.class.getName();
  private static final String NOT_KEPT = "kept:";
  private static final Duration UNFINISHED = Duration.ofHours(1);

  private AuthorizationRows() {}

  /** Whether the authorization has been read from the table. */
  static boolean isStored(OAuth2Authorization authorization) {
    return authorization.getAttribute(VERSION) != null;
  }

  static StoredAuthorization row(OAuth2Authorization authorization) {
    OAuth2AuthorizationRequest request = authorization.getAttribute(REQUEST);
    Integer version = authorization.getAttribute(VERSION);
    String state = authorization.getAttribute(OAuth2ParameterNames.STATE);
    Token<OAuth2AuthorizationCode> code = authorization.getToken(OAuth2AuthorizationCode.class);
    Token<OAuth2AccessToken> access = authorization.getAccessToken();
    Token<OAuth2RefreshToken> refresh = authorization.getRefreshToken();
    return new StoredAuthorization(
        version == null ? newId(authorization) : authorization.getId(),
        version == null ? 0 : version,
        authorization.getRegisteredClientId(),
        authorization.getPrincipalName(),
        authorization.getAuthorizationGrantType().getValue(),
        List.copyOf(new TreeSet<>(authorization.getAuthorizedScopes())),
        request == null ? null : StoredRequest.toJson(request),
        context(authorization, request),
        request == null ? null : session(authorization.getAuthorizedScopes(), request),
        request == null ? null : RequestParameters.signInTime(request),
        state == null ? null : KeptToken.digest(state),
        new Code(digest(code), times(code), code != null && code.isInvalidated()),
        times(access),
        digest(refresh),
        times(refresh),
        isRevoked(access) || isRevoked(refresh),
        expiry(code, access, refresh));
  }

  /** The id that the access token names already, where it was made before the authorization. */
  private static String newId(OAuth2Authorization authorization) {
    Token<OAuth2AccessToken> access = authorization.getAccessToken();
    Map<String, Object> claims = access == null ? null : access.getClaims();
    Object named = claims == null ? null : claims.get(TokenClaims.AUTHORIZATION);
    return named == null ? authorization.getId() : named.toString();
  }

  private static @Nullable String context(
      OAuth2Authorization authorization, @Nullable OAuth2AuthorizationRequest request) {
    LaunchContext chosen = authorization.getAttribute(CONTEXT);
    if (chosen != null) {
      return chosen.toJson();
    }
    return request == null ? null : RequestParameters.context(request);
  }

  private static @Nullable String session(Set<String> scopes, OAuth2AuthorizationRequest request) {
    boolean online =
        scopes.contains(RefreshTokens.ONLINE) && !scopes.contains(RefreshTokens.OFFLINE);
    return online ? RequestParameters.session(request) : null;
  }

  private static boolean isRevoked(@Nullable Token<?> token) {
    return token != null && token.isInvalidated();
  }

  private static byte @Nullable [] digest(@Nullable Token<?> token) {
    return token == null ? null : KeptToken.digest(token.getToken().getTokenValue());
  }

  private static Times times(@Nullable Token<?> token) {
    return token == null
        ? new Times(null, null)
        : new Times(token.getToken().getIssuedAt(), token.getToken().getExpiresAt());
  }

  private static Instant expiry(@Nullable Token<?>... tokens) {
    return Stream.of(tokens)
        .flatMap(token -> Stream.ofNullable(times(token).expiresAt()))
        .max(Instant::compareTo)
        .orElseGet(() -> Instant.now().plus(UNFINISHED));
  }

  /**
   * The authorization of a row.
   *
   * @param presented the code, refresh token or state by which it was found, or null
   * @param accessToken the access token by which it was found, or null
   */
  static OAuth2Authorization authorization(
      StoredAuthorization row,
      RegisteredClient client,
      @Nullable String presented,
      @Nullable PresentedAccessToken accessToken) {
    OAuth2Authorization.Builder builder =
        OAuth2Authorization.withRegisteredClient(client)
            .id(row.id())
            .principalName(row.subject())
            .authorizationGrantType(new AuthorizationGrantType(row.grantType()))
            .authorizedScopes(Set.copyOf(row.scopes()))
            .attribute(VERSION, row.version())
            .attribute(
                PRINCIPAL,
                UsernamePasswordAuthenticationToken.authenticated(row.subject(), null, List.of()));
    if (row.request() != null) {
      builder.attribute(REQUEST, StoredRequest.fromJson(row.request()));
    }
    if (row.context() != null) {
      builder.attribute(CONTEXT, LaunchContext.fromJson(row.context()));
    }
    if (row.stateHash() != null) {
      builder.attribute(OAuth2ParameterNames.STATE, KeptToken.placeholder(row.stateHash()));
    }
    addCode(builder, row, presented);
    addAccessToken(builder, row, accessToken);
    addRefreshToken(builder, row, presented);
    return builder.build();
  }

  private static void addCode(
      OAuth2Authorization.Builder builder, StoredAuthorization row, @Nullable String presented) {
    Code code = row.code();
    if (code.hash() != null && code.times().issuedAt() != null) {
      add(
          builder,
          new OAuth2AuthorizationCode(
              value(code.hash(), presented), code.times().issuedAt(), code.times().expiresAt()),
          Map.of(Token.INVALIDATED_METADATA_NAME, code.used() || row.revoked()));
    }
  }

  private static void addAccessToken(
      OAuth2Authorization.Builder builder,
      StoredAuthorization row,
      @Nullable PresentedAccessToken presented) {
    if (presented != null) {
      AccessToken token = presented.token();
      add(
          builder,
          new OAuth2AccessToken(
              TokenType.BEARER,
              presented.value(),
              token.issuedAt(),
              token.expiresAt(),
              Set.of(token.scope().split(" "))),
          Map.of(
              Token.INVALIDATED_METADATA_NAME,
              row.revoked(),
              Token.CLAIMS_METADATA_NAME,
              token.asMap()));
    } else if (row.access().issuedAt() != null) {
      add(
          builder,
          new OAuth2AccessToken(
              TokenType.BEARER, NOT_KEPT, row.access().issuedAt(), row.access().expiresAt()),
          Map.of(Token.INVALIDATED_METADATA_NAME, row.revoked()));
    }
    if (row.access().issuedAt() != null && row.scopes().contains("openid")) {
      OidcIdToken.Builder idToken =
          OidcIdToken.withTokenValue("kept:id_token")
              .subject(row.subject())
              .issuedAt(row.access().issuedAt())
              .expiresAt(row.access().expiresAt());
      if (row.authenticatedAt() != null) {
        idToken.claim("auth_time", Date.from(row.authenticatedAt()));
      }
      add(builder, idToken.build(), Map.of(Token.INVALIDATED_METADATA_NAME, row.revoked()));
    }
  }

  private static void addRefreshToken(
      OAuth2Authorization.Builder builder, StoredAuthorization row, @Nullable String presented) {
    if (row.refreshHash() != null && row.refresh().issuedAt() != null) {
      add(
          builder,
          new OAuth2RefreshToken(
              value(row.refreshHash(), presented),
              row.refresh().issuedAt(),
              row.refresh().expiresAt()),
          Map.of(Token.INVALIDATED_METADATA_NAME, row.revoked()));
    }
  }

  private static void add(
      OAuth2Authorization.Builder builder, OAuth2Token token, Map<String, Object> metadata) {
    builder.token(token, all -> all.putAll(metadata));
  }

  private static String value(byte[] hash, @Nullable String presented) {
    return presented != null && Arrays.equals(hash, TokenDigest.of(presented))
        ? presented
        : KeptToken.placeholder(hash);
  }

  /** An access token as it was sent, and what it says. */
  record PresentedAccessToken(String value, AccessToken token) {}
}
