package org.andiron.security.authserver.token;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.security.authserver.token.AuthorizationRows.PresentedAccessToken;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Authorizations, shared by all nodes. Of codes and tokens it keeps digests, of access tokens
 * nothing: they name their authorization themselves. Of two that redeem the same code or refresh
 * token at the same time one fails, and the authorization ends, as after any second use.
 */
public final class AuthorizationStore implements OAuth2AuthorizationService {

  private final AuthorizationTable table;
  private final TransactionOperations transaction;
  private final RegisteredClientRepository clients;
  private final AccessTokens accessTokens;

  AuthorizationStore(
      AuthorizationTable table,
      TransactionOperations transaction,
      RegisteredClientRepository clients,
      AccessTokens accessTokens) {
    this.table = table;
    this.transaction = transaction;
    this.clients = clients;
    this.accessTokens = accessTokens;
  }

  @Override
  public void save(OAuth2Authorization authorization) {
    StoredAuthorization row = AuthorizationRows.row(authorization);
    if (!AuthorizationRows.isStored(authorization)) {
      table.insert(row);
      return;
    }
    boolean stored =
        Boolean.TRUE.equals(
            transaction.execute(
                status -> {
                  keepSpentRefreshToken(row);
                  return table.update(row);
                }));
    if (!stored) {
      table.revoke(row.id());
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }
  }

  private void keepSpentRefreshToken(StoredAuthorization row) {
    table
        .findById(row.id())
        .map(StoredAuthorization::refreshHash)
        .filter(old -> !Arrays.equals(old, row.refreshHash()))
        .ifPresent(old -> table.spend(old, row.id()));
  }

  @Override
  public void remove(OAuth2Authorization authorization) {
    table.delete(authorization.getId());
  }

  @Override
  public @Nullable OAuth2Authorization findById(String id) {
    return table.findById(id).map(row -> authorization(row, null, null)).orElse(null);
  }

  @Override
  public @Nullable OAuth2Authorization findByToken(
      String token, @Nullable OAuth2TokenType tokenType) {
    if (tokenType == null) {
      OAuth2Authorization found = findByAccessToken(token);
      found = found == null ? findByRefreshToken(token) : found;
      return found;
    }
    return switch (tokenType.getValue()) {
      case OAuth2ParameterNames.STATE -> found(table.findByState(TokenDigest.of(token)), token);
      case OAuth2ParameterNames.CODE -> found(table.findByCode(TokenDigest.of(token)), token);
      case OAuth2ParameterNames.REFRESH_TOKEN -> findByRefreshToken(token);
      case OAuth2ParameterNames.ACCESS_TOKEN -> findByAccessToken(token);
      default -> null;
    };
  }

  private @Nullable OAuth2Authorization findByRefreshToken(String token) {
    byte[] digest = TokenDigest.of(token);
    Optional<StoredAuthorization> row = table.findByRefreshToken(digest);
    if (row.isEmpty()) {
      table.findBySpentRefreshToken(digest).ifPresent(table::revoke);
      return null;
    }
    if (row.get().sessionId() != null) {
      if (!table.isLive(row.get().id())) {
        return null;
      }
      table.touchSession(row.get().sessionId());
    }
    return found(row, token);
  }

  private @Nullable OAuth2Authorization findByAccessToken(String token) {
    try {
      AccessToken accessToken = accessTokens.verify(token);
      String id = accessToken.authorization();
      if (!table.isLive(id)) {
        return null;
      }
      return table
          .findById(id)
          .map(row -> authorization(row, null, new PresentedAccessToken(token, accessToken)))
          .orElse(null);
    } catch (InvalidAccessTokenException e) {
      return null;
    }
  }

  private @Nullable OAuth2Authorization found(Optional<StoredAuthorization> row, String token) {
    return row.map(it -> authorization(it, token, null)).orElse(null);
  }

  private @Nullable OAuth2Authorization authorization(
      StoredAuthorization row,
      @Nullable String presented,
      @Nullable PresentedAccessToken accessToken) {
    RegisteredClient client = clients.findById(row.clientId());
    return client == null
        ? null
        : AuthorizationRows.authorization(row, client, presented, accessToken);
  }

  /**
   * Whether an authorization still stands: neither revoked nor, where it ends with a session, that
   * session over. One statement by primary key, for each request to the FHIR endpoint.
   */
  public boolean isLive(String id) {
    return table.isLive(id);
  }

  /** Ends an authorization with all its tokens, at once and on all nodes. */
  public void revoke(String id) {
    table.revoke(id);
  }

  /** Ends all authorizations of a user or a client that acts for itself; how many there were. */
  public int revokeOfSubject(String subject) {
    return table.revokeOfSubject(subject);
  }

  /** What a user has allowed to apps and not taken back, the newest first. */
  public List<GrantedApp> grantedBy(String subject) {
    return table.findBySubject(subject).stream().flatMap(AuthorizationStore::granted).toList();
  }

  /** What waits for its user still is not granted; it has no code yet. */
  private static Stream<GrantedApp> granted(StoredAuthorization row) {
    Instant allowedAt = row.code().times().issuedAt();
    if (allowedAt == null) {
      return Stream.empty();
    }
    String context = row.context();
    return Stream.of(
        new GrantedApp(
            row.id(),
            row.clientId(),
            row.scopes(),
            Optional.ofNullable(
                (context == null ? LaunchContext.NONE : LaunchContext.fromJson(context)).patient()),
            allowedAt,
            row.expiresAt()));
  }

  /**
   * A code or refresh token that somebody sent.
   *
   * @param subject who allowed it
   * @param used whether it was redeemed already
   */
  public record Presented(String subject, boolean used) {}

  /** Whose code it is; nobody's if it never was one or is forgotten. */
  public Optional<Presented> ofCode(String code) {
    return table
        .findByCode(TokenDigest.of(code))
        .map(it -> new Presented(it.subject(), it.code().used()));
  }

  /** Whose refresh token it is; nobody's if it never was one or is forgotten. */
  public Optional<Presented> ofRefreshToken(String token) {
    byte[] digest = TokenDigest.of(token);
    return table
        .findByRefreshToken(digest)
        .map(it -> new Presented(it.subject(), false))
        .or(
            () ->
                table
                    .findBySpentRefreshToken(digest)
                    .flatMap(table::findById)
                    .map(it -> new Presented(it.subject(), true)));
  }

  /** An access token of this server that has not expired, whether or not it is revoked. */
  Optional<AccessToken> accessToken(String token) {
    try {
      return Optional.of(accessTokens.verify(token));
    } catch (InvalidAccessTokenException e) {
      return Optional.empty();
    }
  }
}
