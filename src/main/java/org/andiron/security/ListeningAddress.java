package org.andiron.security;

import java.net.InetAddress;
import org.andiron.startup.StartupRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.server.ConfigurableServletWebServerFactory;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Keeps the server to this machine until the operator names an address: passwords and records go
 * over plain HTTP, unless TLS was set up. Mode {@code open}, which asks nobody who they are,
 * refuses to start with any other than a loopback address unless the operator has said so.
 */
@Component
class ListeningAddress
    implements WebServerFactoryCustomizer<ConfigurableServletWebServerFactory>, Ordered {

  private static final Logger LOG = LoggerFactory.getLogger(ListeningAddress.class);

  private final SecurityProperties security;
  private final ServerProperties server;
  private final ManagementServerProperties management;

  ListeningAddress(
      SecurityProperties security, ServerProperties server, ManagementServerProperties management) {
    this.security = security;
    this.server = server;
    this.management = management;
  }

  @Override
  public void customize(ConfigurableServletWebServerFactory factory) {
    if (security.mode() == SecurityProperties.Mode.OPEN) {
      if (security.openOnNetwork()) {
        LOG.warn(
            "andiron.security.mode=open with open-on-network=true: EVERYBODY who reaches this port"
                + " can read and change every record");
        return;
      }
      requireLoopback("server.address", server.getAddress());
      requireLoopback("management.server.address", management.getAddress());
    }
    if (management.getPort() != null
        && !management.getPort().equals(server.getPort())
        && management.getAddress() == null) {
      management.setAddress(InetAddress.getLoopbackAddress());
    }
    if (server.getAddress() == null) {
      factory.setAddress(InetAddress.getLoopbackAddress());
    }
  }

  private static void requireLoopback(String setting, @Nullable InetAddress address) {
    if (address != null && !address.isLoopbackAddress()) {
      throw new StartupRefusedException(
          setting
              + "="
              + address.getHostAddress()
              + " would show every record to the network, because andiron.security.mode=open asks"
              + " nobody who they are; leave that setting out, so that callers need a token (mode"
              + " smart), or use a loopback address, or set andiron.security.open-on-network=true"
              + " if the network itself is closed");
    }
  }

  /** After Spring Boot's own customizer, which sets the configured address. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
