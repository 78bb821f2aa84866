package org.andiron.operator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens of a server as a backend client, and another one before one expires. Safe for use by
 * several threads.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/backend-services.html">Backend services,
 *     SMART App Launch</a>
 */
public final class ServerTokens {

  /** The built-in client of the operator. */
  public static final String OPERATOR = "andiron-operator";

  /** All that the operator may do. */
  public static final String ALL = "system/*.cruds scim";

  /** Type of a token that the operator signs, for a server whose tokens are issued elsewhere. */
  private static final JOSEObjectType OWN_TOKEN = new JOSEObjectType("andiron-operator+jwt");

  private static final Duration OWN_TOKEN_LIFE = Duration.ofMinutes(5);
  private static final Duration ASSERTION_LIFE = Duration.ofMinutes(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration RENEW_BEFORE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private final ServerAddress server;
  private final ClientKey key;
  private final String clientId;
  private final String scope;
  private final HttpClient http;
  private final Clock clock;
  private @Nullable AccessToken token;

  /**
   * @param fhirBase base URL of the server
   * @param key private key of the client
   * @throws OperatorException if it is no URL
   */
  public ServerTokens(String fhirBase, ClientKey key, String clientId, String scope) {
    this(ServerAddress.of(fhirBase), key, clientId, scope, Clock.systemUTC());
  }

  ServerTokens(ServerAddress server, ClientKey key, String clientId, String scope, Clock clock) {
    this.server = server;
    this.key = key;
    this.clientId = clientId;
    this.scope = scope;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * A token that is good for a minute at least.
   *
   * @throws OperatorException if the server gives none
   */
  public synchronized String current() {
    AccessToken present = token;
    if (present == null || clock.instant().plus(RENEW_BEFORE).isAfter(present.expires())) {
      present = request();
      token = present;
    }
    return present.value();
  }

  /**
   * Another token in place of one that the server did not take.
   *
   * @throws OperatorException if the server gives none
   */
  public synchronized String insteadOf(String refused) {
    if (token != null && token.value().equals(refused)) {
      token = null;
    }
    return current();
  }

  private AccessToken request() {
    Optional<URI> ownAudience = clientId.equals(OPERATOR) ? ownAudience() : Optional.empty();
    return ownAudience.isPresent() ? own(ownAudience.get()) : ofTokenEndpoint();
  }

  /**
   * For whom the operator signs tokens without asking anybody: a server whose tokens are issued
   * elsewhere says so. It can name itself alone, as with its token endpoint.
   */
  private Optional<URI> ownAudience() {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(server.beside("/.well-known/andiron-operator"))
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .build());
    String audience = json(response).path("audience").asText();
    if (response.statusCode() != 200 || audience.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI named = URI.create(audience);
      server.sendTo(named);
      return Optional.of(named);
    } catch (IllegalArgumentException e) {
      throw new OperatorException("the server at " + server.base() + " has no name", e);
    }
  }

  private AccessToken own(URI audience) {
    Instant expires = clock.instant().plus(OWN_TOKEN_LIFE);
    JWTClaimsSet claims = claims(audience, expires).claim("scope", scope).build();
    return new AccessToken(key.sign(OWN_TOKEN, claims), expires, scope);
  }

  private JWTClaimsSet.Builder claims(URI audience, Instant expires) {
    return new JWTClaimsSet.Builder()
        .issuer(clientId)
        .subject(clientId)
        .audience(audience.toString())
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(clock.instant()))
        .expirationTime(Date.from(expires));
  }

  private AccessToken ofTokenEndpoint() {
    URI audience = tokenEndpoint();
    Instant now = clock.instant();
    String assertion = key.sign(null, claims(audience, now.plus(ASSERTION_LIFE)).build());
    HttpRequest request =
        HttpRequest.newBuilder(server.sendTo(audience))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(
                BodyPublishers.ofString(
                    form(
                        Map.of(
                            "grant_type",
                            "client_credentials",
                            "scope",
                            scope,
                            "client_assertion_type",
                            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                            "client_assertion",
                            assertion))))
            .build();
    HttpResponse<String> response = send(request);
    JsonNode answer = json(response);
    String value = answer.path("access_token").asText();
    if (response.statusCode() != 200 || value.isEmpty()) {
      throw new OperatorException(
          "the server gives no token: "
              + answer.path("error").asText(Integer.toString(response.statusCode()))
              + " "
              + answer.path("error_description").asText());
    }
    return new AccessToken(
        value,
        now.plusSeconds(answer.path("expires_in").asLong(0)),
        answer.path("scope").asText(scope));
  }

  private URI tokenEndpoint() {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(server.fhir(".well-known/smart-configuration"))
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .build());
    if (response.statusCode() == 404) {
      throw new OperatorException(
          "the server at " + server.base() + " gives no tokens; in mode open it needs none");
    }
    String url = json(response).path("token_endpoint").asText();
    try {
      URI endpoint = URI.create(url);
      if (response.statusCode() == 200 && endpoint.isAbsolute()) {
        return endpoint;
      }
    } catch (IllegalArgumentException e) {
      // As if there were none.
    }
    throw new OperatorException(
        "the server at " + server.base() + " does not say where its tokens are");
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new OperatorException("no server answers at " + server.base(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException("interrupted", e);
    }
  }

  private static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  private static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
