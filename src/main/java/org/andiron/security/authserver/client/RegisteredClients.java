package org.andiron.security.authserver.client;

import java.time.Duration;
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

/** All clients: those of the files first, then those of the table. */
public final class RegisteredClients implements RegisteredClientRepository {

  /** How long an authorization code may be redeemed. */
  public static final Duration CODE_LIFETIME = Duration.ofSeconds(60);

  /** How long the token of a backend service is valid. */
  public static final Duration BACKEND_TOKEN_LIFETIME = Duration.ofMinutes(5);

  /** How long a refresh token may lie unused. */
  public static final Duration REFRESH_TOKEN_LIFETIME = Duration.ofDays(90);

  private final Map<String, ClientRegistration> files;
  private final ClientTable table;

  RegisteredClients(Map<String, ClientRegistration> files, ClientTable table) {
    this.files = Map.copyOf(files);
    this.table = table;
  }

  /** The registration of a client. */
  public Optional<ClientRegistration> find(String clientId) {
    ClientRegistration client = files.get(clientId);
    return client != null ? Optional.of(client) : table.find(clientId);
  }

  /** How secrets of clients are compared with their digests. */
  public static PasswordEncoder secretDigest() {
    return new SecretDigest();
  }

  /** All clients. */
  public List<ClientRegistration> all() {
    return Stream.concat(
            files.values().stream(),
            table.all().stream()
                .map(ClientMetadata::read)
                .filter(client -> !files.containsKey(client.clientId())))
        .toList();
  }

  /** Whether a file has the client, so that only the operator can change it. */
  boolean isOfFile(String clientId) {
    return files.containsKey(clientId);
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
