package org.andiron.security.authserver;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only POSTs of known clients through to the token endpoint and its neighbours, and lets no
 * answer of them be kept.
 */
final class KnownClientFilter extends OncePerRequestFilter {

  private final AuthenticationFailureHandler refusals;

  KnownClientFilter(AuthenticationFailureHandler refusals) {
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Pragma", "no-cache");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (!"POST".equals(request.getMethod())) {
      response.setHeader("Allow", "POST");
      response.setStatus(405);
      return;
    }
    Authentication client = SecurityContextHolder.getContext().getAuthentication();
    if (client instanceof OAuth2ClientAuthenticationToken && client.isAuthenticated()) {
      chain.doFilter(request, response);
    } else {
      refusals.onAuthenticationFailure(
          request,
          response,
          new OAuth2AuthenticationException(
              new OAuth2Error(
                  OAuth2ErrorCodes.INVALID_CLIENT,
                  "the request does not say which client sends it",
                  null)));
    }
  }
}
