package org.andiron.operator;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives tokens t1, t2 and so on for assertions of one key, and notes what else is asked. */
final class TokenServer implements AutoCloseable {

  final List<String> requests = new ArrayList<>();
  final List<SignedJWT> assertions = new ArrayList<>();
  String tokenEndpoint;
  String scope = "";
  long expiresIn = 300;
  String answer = "{}";
  int status = 200;

  private final ECKey key;

  /** For whom the operator signs tokens; empty if this server issues them itself. */
  volatile String operatorAudience = "";

  private final HttpServer server;

  TokenServer(ECKey key) throws IOException {
    this.key = key;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    tokenEndpoint = root() + "/oauth2/token";
  }

  String root() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (path.equals("/fhir/.well-known/smart-configuration")) {
      reply(exchange, 200, "{\"token_endpoint\":\"" + tokenEndpoint + "\"}");
    } else if (path.equals("/.well-known/andiron-operator")) {
      reply(
          exchange,
          operatorAudience.isEmpty() ? 404 : 200,
          "{\"audience\":\"" + operatorAudience + "\"}");
    } else if (path.equals("/oauth2/token")) {
      token(exchange, body);
    } else {
      requests.add(
          exchange.getRequestMethod()
              + " "
              + path
              + " "
              + exchange.getRequestHeaders().getFirst("Authorization")
              + (body.isEmpty() ? "" : " " + body));
      reply(exchange, status, answer);
    }
  }

  private void token(HttpExchange exchange, String body) throws IOException {
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&")) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    scope = form.get("scope");
    try {
      SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
      if (assertion.verify(new ECDSAVerifier(key.toECPublicKey()))) {
        assertions.add(assertion);
        reply(
            exchange,
            200,
            "{\"access_token\":\"t%d\",\"expires_in\":%d,\"scope\":\"%s\"}"
                .formatted(assertions.size(), expiresIn, scope));
        return;
      }
    } catch (Exception e) {
      throw new IOException(e);
    }
    reply(exchange, 401, "{\"error\":\"invalid_client\",\"error_description\":\"unknown key\"}");
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
    if (status != 204) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
