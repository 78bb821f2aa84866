package org.andiron.security;

import java.net.URI;
import java.util.Set;
import org.andiron.server.FhirEndpoint;
import org.andiron.server.OwnBaseUrls;
import org.andiron.startup.StartupRefusedException;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/**
 * Under which URLs tokens are issued and accepted. They come from the configuration and the port,
 * never from a request: what the Host header says must not become an issuer or an audience.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">Issuer, RFC 8414</a>
 */
public final class PublicAddress {

  private final OwnBaseUrls ownBaseUrls;
  private volatile int port;

  PublicAddress(OwnBaseUrls ownBaseUrls) {
    this.ownBaseUrls = ownBaseUrls;
  }

  @EventListener
  void listen(WebServerInitializedEvent event) {
    if (event.getApplicationContext().getServerNamespace() == null) {
      port = event.getWebServer().getPort();
      issuer();
    }
  }

  /** The base URL of the FHIR endpoint, without a trailing slash: the audience of new tokens. */
  public String fhirBase() {
    return fhirBases().iterator().next();
  }

  /** All base URLs of the FHIR endpoint; an app may name any of them as its audience. */
  public Set<String> fhirBases() {
    if (port == 0) {
      throw new IllegalStateException("the web server has not started");
    }
    return ownBaseUrls.at(port);
  }

  /** The issuer: the FHIR base URL without {@code /fhir}. */
  public String issuer() {
    String base = fhirBase();
    if (!URI.create(base).getRawPath().equals(FhirEndpoint.PATH)) {
      throw new StartupRefusedException(
          "andiron.server.base-url must be the root of a host and "
              + FhirEndpoint.PATH
              + " in mode smart, such as https://fhir.example.org"
              + FhirEndpoint.PATH
              + ": the authorization server and its pages are beside that path");
    }
    return base.substring(0, base.length() - FhirEndpoint.PATH.length());
  }
}
