package org.andiron.security.authserver.code;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.web.filter.OncePerRequestFilter;

/** Sends who is not signed in to the page for that, and remembers where they wanted to go. */
final class SignInRedirectFilter extends OncePerRequestFilter {

  private final RequestCache requests;
  private final String page;

  SignInRedirectFilter(RequestCache requests, String page) {
    this.requests = requests;
    this.page = page;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
    requests.saveRequest(request, response);
    response.setHeader("Cache-Control", "no-store");
    response.setStatus(302);
    response.setHeader("Location", page);
  }
}
