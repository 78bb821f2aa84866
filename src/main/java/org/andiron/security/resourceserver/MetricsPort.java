package org.andiron.security.resourceserver;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/**
 * Lets Prometheus read the metrics without a token, which it could not keep fresh: on the port of
 * the management server alone, if that is another one than that of the records. Its address says
 * who reaches it; no metric tells of a patient.
 */
final class MetricsPort {

  private static final String PATH = "/actuator/prometheus";

  private volatile int port;

  @EventListener
  void listen(WebServerInitializedEvent event) {
    if ("management".equals(event.getApplicationContext().getServerNamespace())) {
      port = event.getWebServer().getPort();
    }
  }

  boolean opens(HttpServletRequest request) {
    return port != 0
        && request.getLocalPort() == port
        && request.getMethod().equals("GET")
        && request.getRequestURI().equals(PATH);
  }
}
