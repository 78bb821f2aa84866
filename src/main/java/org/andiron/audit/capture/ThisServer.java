package org.andiron.audit.capture;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.andiron.audit.event.ServerNode;
import org.andiron.server.FhirEndpoint;
import org.andiron.server.OwnBaseUrls;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/** How this server is named in events: by its base URL, and by the machine that it runs on. */
final class ThisServer {

  private static final String PRODUCT = "Andiron";

  private final OwnBaseUrls urls;
  private final String site;
  private volatile ServerNode node;

  /**
   * @param port on which it will listen, as far as that is known before it does
   */
  ThisServer(OwnBaseUrls urls, int port) {
    this.urls = urls;
    this.site = host();
    this.node = at(port);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostName();
    }
  }

  private ServerNode at(int port) {
    return new ServerNode(URI.create(urls.at(port).iterator().next()), PRODUCT, site);
  }

  @EventListener
  void listen(WebServerInitializedEvent event) {
    if (event.getApplicationContext().getServerNamespace() == null) {
      node = at(event.getWebServer().getPort());
    }
  }

  ServerNode node() {
    return node;
  }

  /** Of the tokens of this server. */
  String issuer() {
    String base = node.base().toString();
    return base.endsWith(FhirEndpoint.PATH)
        ? base.substring(0, base.length() - FhirEndpoint.PATH.length())
        : base;
  }
}
