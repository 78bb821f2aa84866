package org.andiron.security.resourceserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.mock.web.MockHttpServletRequest;

class MetricsPortTest {

  private static final String METRICS = "/actuator/prometheus";

  private final MetricsPort port = new MetricsPort();

  @Test
  void opensTheMetricsOnAPortOfTheirOwn() {
    starts(null, 8080);
    starts("management", 9090);

    assertThat(port.opens(request("GET", METRICS, 9090))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/actuator/prometheus,8080",
    "GET,/actuator/prometheus/,9090",
    "GET,/actuator/info,9090",
    "GET,/fhir/Patient,9090",
    "POST,/actuator/prometheus,9090"
  })
  void opensNothingElse(String method, String path, int at) {
    starts(null, 8080);
    starts("management", 9090);

    assertThat(port.opens(request(method, path, at))).isFalse();
  }

  @Test
  void opensNothingIfThereIsOnePort() {
    starts(null, 8080);

    assertThat(port.opens(request("GET", METRICS, 8080))).isFalse();
  }

  private void starts(@Nullable String namespace, int at) {
    ServletWebServerApplicationContext context = mock(ServletWebServerApplicationContext.class);
    when(context.getServerNamespace()).thenReturn(namespace);
    WebServer server = mock(WebServer.class);
    when(server.getPort()).thenReturn(at);
    port.listen(new ServletWebServerInitializedEvent(server, context));
  }

  private static MockHttpServletRequest request(String method, String path, int at) {
    MockHttpServletRequest request = new MockHttpServletRequest(method, path);
    request.setLocalPort(at);
    return request;
  }
}
