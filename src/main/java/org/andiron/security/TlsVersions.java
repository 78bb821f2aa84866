package org.andiron.security;

import java.util.Set;
import java.util.TreeSet;
import org.andiron.startup.StartupRefusedException;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Where this server ends TLS itself, it speaks no version that is older than 1.2, whatever Java or
 * the settings allow.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8996">Deprecating TLS 1.0 and TLS 1.1, RFC
 *     8996</a>
 */
@Component
final class TlsVersions implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final Set<String> ALLOWED = Set.of("TLSv1.2", "TLSv1.3");

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    // Run after Spring Boot has put the settings of server.ssl into the connector.
    factory.addConnectorCustomizers(TlsVersions::restrict);
  }

  private static void restrict(Connector connector) {
    for (SSLHostConfig host : connector.findSslHostConfigs()) {
      Set<String> kept = new TreeSet<>(host.getProtocols());
      kept.retainAll(ALLOWED);
      if (kept.isEmpty()) {
        throw new StartupRefusedException(
            "server.ssl.enabled-protocols must have TLSv1.2 or TLSv1.3; older ones are not spoken");
      }
      host.setProtocols(String.join("+", kept));
    }
  }
}
