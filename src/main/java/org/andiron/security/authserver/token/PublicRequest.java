package org.andiron.security.authserver.token;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URI;

/** A request as if it had come under the public name of this server, of which URLs are made. */
final class PublicRequest extends HttpServletRequestWrapper {

  private final URI issuer;

  PublicRequest(HttpServletRequest request, String issuer) {
    super(request);
    this.issuer = URI.create(issuer);
  }

  @Override
  public String getScheme() {
    return issuer.getScheme();
  }

  @Override
  public String getServerName() {
    return issuer.getHost();
  }

  @Override
  public int getServerPort() {
    if (issuer.getPort() >= 0) {
      return issuer.getPort();
    }
    return isSecure() ? 443 : 80;
  }

  @Override
  public boolean isSecure() {
    return issuer.getScheme().equals("https");
  }

  @Override
  public StringBuffer getRequestURL() {
    return new StringBuffer(issuer.toString()).append(getRequestURI());
  }
}
