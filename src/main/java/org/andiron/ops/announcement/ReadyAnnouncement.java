package org.andiron.ops.announcement;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.Locale;
import org.andiron.security.SecurityProperties;
import org.andiron.server.FhirEndpoint;
import org.andiron.storage.postgres.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says on the console what is running and where to look next, and lets commands find the server.
 */
@Component
class ReadyAnnouncement {

  private static final Logger LOG = LoggerFactory.getLogger(ReadyAnnouncement.class);

  private final Database database;
  private final SecurityProperties security;
  private final ServerProperties server;
  private final ServletWebServerApplicationContext context;

  ReadyAnnouncement(
      Database database,
      SecurityProperties security,
      ServerProperties server,
      ServletWebServerApplicationContext context) {
    this.database = database;
    this.security = security;
    this.server = server;
    this.context = context;
  }

  @EventListener(ApplicationReadyEvent.class)
  void announce() {
    String root = "http://" + host() + ":" + context.getWebServer().getPort();
    String base = root + FhirEndpoint.PATH;
    database.publishServer(base);
    LOG.info(
        "Andiron is ready after {} s",
        String.format(
            Locale.ROOT,
            "%.1f",
            (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1000.0));
    LOG.info("  FHIR R4   {}", base);
    LOG.info("  Database  {}", database.description());
    LOG.info("  Security  {}", describe(security));
    if (security.mode() == SecurityProperties.Mode.SMART) {
      LOG.info(
          "  Token     java -jar target/andiron.jar token      for the operator, on this machine");
      LOG.info(
          "  Sign in   {}", security.issuer() == null ? root + "/auth/account" : security.issuer());
      LOG.info("  Try       {}/metadata   {}/actuator/health", base, root);
    } else {
      LOG.info("  Try       {}/metadata   {}/swagger-ui/   {}/actuator/health", base, base, root);
    }
  }

  private static String describe(SecurityProperties security) {
    return switch (security.mode()) {
      case SMART ->
          "smart: every caller needs a token"
              + (security.issuer() == null ? "" : " of " + security.issuer());
      case OPEN ->
          security.openOnNetwork()
              ? "open to the NETWORK: every caller is an administrator"
              : "open, on this machine only: every caller is an administrator";
    };
  }

  private String host() {
    InetAddress address = server.getAddress();
    return address == null || address.isAnyLocalAddress() || address.isLoopbackAddress()
        ? "localhost"
        : address.getHostAddress();
  }
}
