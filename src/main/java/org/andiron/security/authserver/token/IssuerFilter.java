package org.andiron.security.authserver.token;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.andiron.security.PublicAddress;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells Spring Authorization Server who issues, and under which URL people reach it. Its own filter
 * takes the issuer from settings that are fixed before the port is known, or from the request.
 */
public final class IssuerFilter extends OncePerRequestFilter {

  private static final AuthorizationServerSettings SETTINGS =
      AuthorizationServerSettings.builder()
          .authorizationEndpoint(EndpointPaths.AUTHORIZE)
          .tokenEndpoint(EndpointPaths.TOKEN)
          .tokenIntrospectionEndpoint(EndpointPaths.INTROSPECT)
          .tokenRevocationEndpoint(EndpointPaths.REVOKE)
          .jwkSetEndpoint(EndpointPaths.KEYS)
          .build();

  private final PublicAddress address;

  /** Takes the issuer from the address. */
  public IssuerFilter(PublicAddress address) {
    this.address = address;
  }

  private record Context(String issuer) implements AuthorizationServerContext {
    @Override
    public String getIssuer() {
      return issuer;
    }

    @Override
    public AuthorizationServerSettings getAuthorizationServerSettings() {
      return SETTINGS;
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    AuthorizationServerContextHolder.setContext(new Context(address.issuer()));
    try {
      chain.doFilter(new PublicRequest(request, address.issuer()), response);
    } finally {
      AuthorizationServerContextHolder.resetContext();
    }
  }
}
