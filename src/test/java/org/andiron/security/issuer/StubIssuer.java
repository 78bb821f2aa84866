package org.andiron.security.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** An issuer as Keycloak is one: describes itself, has keys, tells of tokens. */
final class StubIssuer implements AutoCloseable {

  private final HttpServer http;

  /** Paths that were asked for, in order. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** What was posted to the introspection endpoint, with the Authorization header before it. */
  final List<String> introspections = new CopyOnWriteArrayList<>();

  volatile List<JWK> keys = List.of(rsa("one"));
  volatile String introspection = "{\"active\": false}";
  volatile String named = "";
  volatile int status = 200;

  StubIssuer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "stub-issuer");
              thread.setDaemon(true);
              return thread;
            }));
    http.createContext("/", this::answer);
    http.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/realms/ward";
  }

  URI uri() {
    return URI.create(issuer());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(path);
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String answer = "{}";
    if (path.endsWith("/.well-known/openid-configuration")) {
      answer = discovery();
    } else if (path.endsWith("/certs")) {
      answer = new JWKSet(keys).toString();
    } else if (path.endsWith("/introspect")) {
      introspections.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
      answer = introspection;
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String discovery() {
    String self = named.isEmpty() ? issuer() : named;
    return """
    {"issuer": "%s", "jwks_uri": "%s/certs", "authorization_endpoint": "%s/auth",
     "token_endpoint": "%s/token", "introspection_endpoint": "%s/introspect",
     "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
     "grant_types_supported": ["authorization_code", "client_credentials"],
     "response_types_supported": ["code"], "scopes_supported": ["openid", "offline_access"],
     "code_challenge_methods_supported": ["plain", "S256"], "subject_types_supported": ["public"]}\
    """
        .formatted(self, issuer(), issuer(), issuer(), issuer());
  }

  static JWK rsa(String kid) {
    try {
      return new RSAKeyGenerator(2048).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Claims as Keycloak makes them for a nurse who uses an app. */
  JWTClaimsSet.Builder claims(String audience) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .subject("7f0c2f1e-8a43-4a0e-9f2e-0d8a3c5b1a11")
        .audience(new ArrayList<>(List.of("account", audience)))
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)))
        .jwtID(UUID.randomUUID().toString())
        .claim("typ", "Bearer")
        .claim("azp", "growth-chart")
        .claim("sid", "5b0c")
        .claim("name", "Nina Berg")
        .claim("realm_access", Map.of("roles", List.of("offline_access", "nurse")))
        .claim("scope", "openid profile user/*.cruds");
  }

  /** A token that this issuer would sign with its first key. */
  String token(JWTClaimsSet claims) {
    return sign(keys.get(0), JWSAlgorithm.RS256, claims, header -> {});
  }

  static String sign(
      JWK key, JWSAlgorithm algorithm, JWTClaimsSet claims, Consumer<JWSHeader.Builder> change) {
    JWSHeader.Builder header =
        new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID());
    change.accept(header);
    try {
      SignedJWT jwt = new SignedJWT(header.build(), claims);
      jwt.sign(new DefaultJWSSignerFactory().createJWSSigner(key, algorithm));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
