package org.andiron.security.authserver.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** All clients: the operator's first, then those of the files, then those of the table. */
public final class RegisteredClients implements RegisteredClientRepository {

  /** How long an authorization code may be redeemed. */
  public static final Duration CODE_LIFETIME = Duration.ofSeconds(60);

  /** How long the token of a backend service is valid. */
  public static final Duration BACKEND_TOKEN_LIFETIME = Duration.ofMinutes(5);

  /** How long a refresh token may lie unused. */
  public static final Duration REFRESH_TOKEN_LIFETIME = Duration.ofDays(90);

  /** Those that only the operator can change. */
  private final Map<String, ClientRegistration> fixed;

  private final ClientTable table;

  /**
   * All clients.
   *
   * @param operator the client of the operator of this machine, whose id no other may have
   */
  RegisteredClients(
      ClientRegistration operator, Map<String, ClientRegistration> files, ClientTable table) {
    Map<String, ClientRegistration> all = new HashMap<>(files);
    all.put(operator.clientId(), operator);
    this.fixed = Map.copyOf(all);
    this.table = table;
  }

  /** The registration of a client. */
  public Optional<ClientRegistration> find(String clientId) {
    ClientRegistration client = fixed.get(clientId);
    return client != null ? Optional.of(client) : table.find(clientId);
  }

  /** How secrets of clients are compared with their digests. */
  public static PasswordEncoder secretDigest() {
    return new SecretDigest();
  }

  /** All clients. */
  public List<ClientRegistration> all() {
    return Stream.concat(
            fixed.values().stream(),
            table.all().stream()
                .map(ClientMetadata::read)
                .filter(client -> !fixed.containsKey(client.clientId())))
        .toList();
  }

  /** Whether it is the operator's own or of a file, so that only the operator can change it. */
  boolean isFixed(String clientId) {
    return fixed.containsKey(clientId);
  }

  @Override
  public void save(RegisteredClient client) {
    throw new UnsupportedOperationException("clients are registered by files and administrators");
  }

  @Override
  public @Nullable RegisteredClient findById(String id) {
    return findByClientId(id);
  }

  @Override
  public @Nullable RegisteredClient findByClientId(String clientId) {
    return find(clientId).map(RegisteredClients::registered).orElse(null);
  }

  private static RegisteredClient registered(ClientRegistration client) {
    RegisteredClient.Builder builder =
        RegisteredClient.withId(client.clientId())
            .clientId(client.clientId())
            .clientName(client.name())
            .clientAuthenticationMethod(
                new ClientAuthenticationMethod(client.authentication().text()))
            .redirectUris(uris -> uris.addAll(client.redirectUris()))
            .scopes(scopes -> scopes.addAll(client.scopes().texts()))
            .clientSettings(
                ClientSettings.builder()
                    .requireProofKey(true)
                    .requireAuthorizationConsent(!client.skipsAuthorizationPage())
                    // Says no more than that assertions are signed with keys, not with secrets.
                    .tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.RS384)
                    .build())
            .tokenSettings(
                TokenSettings.builder()
                    .authorizationCodeTimeToLive(CODE_LIFETIME)
                    .accessTokenTimeToLive(BACKEND_TOKEN_LIFETIME)
                    .refreshTokenTimeToLive(REFRESH_TOKEN_LIFETIME)
                    .reuseRefreshTokens(false)
                    .build());
    client.secretDigest().ifPresent(builder::clientSecret);
    for (String grant : Set.copyOf(client.grantTypes())) {
      builder.authorizationGrantType(new AuthorizationGrantType(grant));
    }
    return builder.build();
  }
}
