package org.andiron.server.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EgressClientTest {

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange
              .getResponseHeaders()
              .add("Location", "http://127.0.0.2:" + server.getAddress().getPort() + "/next");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static CloseableHttpClient client(EgressPolicy.Resolver resolver, String... allow) {
    EgressProperties properties =
        new EgressProperties(
            List.of(allow), false, Duration.ofSeconds(5), Duration.ofSeconds(5), 2);
    return EgressConfiguration.httpClient(properties, new EgressPolicy(properties, resolver));
  }

  private String url(String host) {
    return "http://" + host + ":" + server.getAddress().getPort() + "/";
  }

  @Test
  void aRefusedAddressIsNeverConnected() throws Exception {
    try (CloseableHttpClient client = client(InetAddress::getAllByName, "*")) {
      assertThatThrownBy(() -> client.execute(new HttpGet(url("127.0.0.1"))))
          .isInstanceOf(EgressRefusedException.class);
    }
    assertThat(requests).hasValue(0);
  }

  @Test
  void aNameThatMovesToLoopbackAfterTheCheckIsNotConnected() throws Exception {
    AtomicInteger lookUps = new AtomicInteger();
    EgressPolicy.Resolver rebinding =
        host ->
            new InetAddress[] {
              lookUps.getAndIncrement() == 0
                  ? InetAddress.getByName("93.184.216.34")
                  : InetAddress.getLoopbackAddress()
            };
    EgressProperties properties =
        new EgressProperties(List.of("*"), false, Duration.ofSeconds(5), Duration.ofSeconds(5), 2);
    EgressPolicy policy = new EgressPolicy(properties, rebinding);
    assertThat(policy.refusal(url("rebind.example.org"))).isEmpty();
    try (CloseableHttpClient client = EgressConfiguration.httpClient(properties, policy)) {
      assertThatThrownBy(() -> client.execute(new HttpGet(url("rebind.example.org"))))
          .isInstanceOf(EgressRefusedException.class);
    }
    assertThat(requests).hasValue(0);
  }

  @Test
  void aRedirectIsNotFollowedUnlessAskedFor() throws Exception {
    try (CloseableHttpClient client = client(InetAddress::getAllByName, "127.0.0.1")) {
      try (var response = client.execute(new HttpGet(url("127.0.0.1")))) {
        assertThat(response.getStatusLine().getStatusCode()).isEqualTo(302);
      }
    }
    assertThat(requests).hasValue(1);
  }

  @Test
  void aRedirectIntoARefusedRangeFails() throws Exception {
    HttpGet get = new HttpGet(url("127.0.0.1"));
    get.setConfig(RequestConfig.custom().setRedirectsEnabled(true).build());
    try (CloseableHttpClient client = client(InetAddress::getAllByName, "127.0.0.1")) {
      assertThatThrownBy(() -> client.execute(get)).isInstanceOf(EgressRefusedException.class);
    }
    assertThat(requests).hasValue(1);
  }
}
