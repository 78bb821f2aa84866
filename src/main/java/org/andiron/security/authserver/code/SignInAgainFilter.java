package org.andiron.security.authserver.code;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import org.andiron.security.authserver.token.TokenDigest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Has a user sign in anew where an app wants that: for such a request whoever is signed in is
 * forgotten, and the request noted, so that it is taken when it comes back after the sign-in.
 */
final class SignInAgainFilter extends OncePerRequestFilter {

  private static final String ATTRIBUTE = "andiron.sign-in-again";

  private final SecurityContextRepository contexts;
  private final Clock clock;

  SignInAgainFilter(SecurityContextRepository contexts, Clock clock) {
    this.contexts = contexts;
    this.clock = clock;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getParameter(Prompt.PROMPT) == null
        && request.getParameter(Prompt.MAX_AGE) == null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession();
    String asked = digest(request);
    Authentication user = SecurityContextHolder.getContext().getAuthentication();
    if (user != null && SignedInUser.is(user) && asked.equals(session.getAttribute(ATTRIBUTE))) {
      session.removeAttribute(ATTRIBUTE);
    } else if (wantsSignIn(request, session)) {
      session.setAttribute(ATTRIBUTE, asked);
      SecurityContextHolder.clearContext();
      contexts.saveContext(SecurityContextHolder.createEmptyContext(), request, response);
    }
    chain.doFilter(request, response);
  }

  /** What cannot be read, and what forbids to ask, is answered to the app later. */
  private boolean wantsSignIn(HttpServletRequest request, HttpSession session) {
    try {
      Prompt prompt =
          Prompt.of(request.getParameter(Prompt.PROMPT), request.getParameter(Prompt.MAX_AGE));
      return !prompt.nothing() && prompt.signIn(SignInTime.of(session), clock.instant());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String digest(HttpServletRequest request) {
    return Base64.getEncoder()
        .encodeToString(TokenDigest.of(String.valueOf(request.getQueryString())));
  }
}
