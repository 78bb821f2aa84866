package org.andiron.security.page.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.andiron.security.account.session.AccountSessions;
import org.andiron.security.account.signin.AccountUser;
import org.andiron.security.authserver.code.SignInTime;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;

/** Keeps in the session who has shown who they are. */
final class SignedInSession {

  private static final int LONGEST_BROWSER = 300;

  private final HttpSessionSecurityContextRepository contexts =
      new HttpSessionSecurityContextRepository();
  private final CsrfAuthenticationStrategy tokens =
      new CsrfAuthenticationStrategy(new HttpSessionCsrfTokenRepository());
  private final SignInTime time;

  SignedInSession(SignInTime time) {
    this.time = time;
  }

  /**
   * Makes the session one of the user. It gets another id, as a planted one must be worth nothing.
   */
  void keep(AccountUser user, HttpServletRequest request, HttpServletResponse response) {
    UsernamePasswordAuthenticationToken authentication =
        UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities());
    request.getSession();
    request.changeSessionId();
    noteBrowser(request);
    authentication.setDetails(new WebAuthenticationDetails(request));
    time.onAuthentication(authentication, request, response);
    tokens.onAuthentication(authentication, request, response);
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(authentication);
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
  }

  private static void noteBrowser(HttpServletRequest request) {
    String browser = request.getHeader("User-Agent");
    if (browser != null) {
      request
          .getSession()
          .setAttribute(
              AccountSessions.BROWSER,
              browser.substring(0, Math.min(browser.length(), LONGEST_BROWSER)));
    }
  }
}
