package org.andiron.audit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.audit.delivery.Endpoint.Scheme;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpWireTest {

  private final Map<String, String> received = new ConcurrentHashMap<>();
  private volatile int status = 204;
  private HttpServer server;
  private CloseableHttpClient client;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.put(
              "body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          received.put("method", exchange.getRequestMethod());
          exchange.getRequestHeaders().forEach((name, values) -> received.put(name, values.get(0)));
          if (status > 0) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          }
        });
    server.start();
    client =
        HttpClients.custom()
            .disableAutomaticRetries()
            .setDefaultRequestConfig(RequestConfig.custom().setSocketTimeout(300).build())
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.stop(0);
  }

  private HttpWire wire() {
    Endpoint endpoint =
        Endpoint.of(
            "key",
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in?token=1"),
            Scheme.WEB);
    return new HttpWire(
        client, endpoint, ContentType.create("application/x-ndjson"), "Bearer s3cret");
  }

  private static List<byte[]> messages() {
    return List.of(
        "{\"ä\":1}".getBytes(StandardCharsets.UTF_8), "{}".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void messagesAreLinesOfOneRequest() throws Exception {
    try (HttpWire wire = wire()) {
      wire.send(messages());
    }
    assertThat(received)
        .containsEntry("method", "POST")
        .containsEntry("body", "{\"ä\":1}\n{}\n")
        .containsEntry("Content-type", "application/x-ndjson")
        .containsEntry("Authorization", "Bearer s3cret");
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 413, 429, 500, 503})
  void whatIsNotASuccessIsNotReceived(int answered) {
    status = answered;
    try (HttpWire wire = wire()) {
      assertThatThrownBy(() -> wire.send(messages()))
          .isInstanceOf(IOException.class)
          .hasMessage("it answered " + answered);
    }
  }

  @Test
  void whatIsTooMuchAtOnceIsToldApart() {
    status = 413;
    try (HttpWire wire = wire()) {
      assertThatThrownBy(() -> wire.send(messages())).isInstanceOf(PayloadTooLargeException.class);
    }
    status = 400;
    try (HttpWire wire = wire()) {
      assertThatThrownBy(() -> wire.send(messages()))
          .isNotInstanceOf(PayloadTooLargeException.class);
    }
  }

  @Test
  void whatIsNotAnsweredInTimeIsNotReceived() {
    status = 0;
    try (HttpWire wire = wire()) {
      assertThatThrownBy(() -> wire.send(messages())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void nothingIsSentAnyMoreOnceItIsClosed() {
    HttpWire wire = wire();
    wire.close();
    assertThatThrownBy(() -> wire.send(messages())).isInstanceOf(IOException.class);
    assertThat(received).isEmpty();
  }
}
