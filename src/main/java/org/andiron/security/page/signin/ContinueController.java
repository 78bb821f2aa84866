package org.andiron.security.page.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import java.util.Objects;
import org.andiron.security.AccountEvent;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.account.Account;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.signin.AccountUser;
import org.andiron.security.page.ErrorController;
import org.andiron.security.page.Pages;
import org.andiron.security.page.Redirect;
import org.andiron.security.page.SignInStep;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** From one step of signing in to the next, to what somebody came for, and out again. */
@Controller
@ConditionalOnOwnIssuer
class ContinueController {

  private final Pages pages;
  private final HttpSessionRequestCache requests = new HttpSessionRequestCache();
  private final Accounts accounts;
  private final SignedInSession session;
  private final ApplicationEventPublisher events;

  ContinueController(
      Pages pages, Accounts accounts, SignedInSession session, ApplicationEventPublisher events) {
    this.pages = pages;
    this.accounts = accounts;
    this.session = session;
    this.events = events;
  }

  @GetMapping("/auth/continue")
  View next(HttpServletRequest request, HttpServletResponse response) {
    if (step() == SignInStep.PASSKEY_SHOWN) {
      // Else the filter that took the passkey would leave the session with the id that it had
      // before.
      Account account = accounts.byUsername(current().getName()).orElseThrow();
      session.keep(AccountUser.of(account), request, response);
    }
    SignInStep step = step();
    if (step != SignInStep.DONE) {
      return Redirect.to(step.page());
    }
    SavedRequest saved = requests.getRequest(request, response);
    if (saved == null) {
      return Redirect.to(step.page());
    }
    requests.removeRequest(request, response);
    if (current().getAuthorities().isEmpty()) {
      return ErrorController.page(pages, ErrorController.Code.NO_ROLE);
    }
    return Redirect.fromForm(pages, InterruptedRequest.address(saved));
  }

  private static SignInStep step() {
    return SignInStep.of(SecurityContextHolder.getContext().getAuthentication());
  }

  private static Authentication current() {
    return Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication());
  }

  @PostMapping("/auth/sign-out")
  View signOut(HttpServletRequest request) {
    // It is read from the session.
    Authentication user = SecurityContextHolder.getContext().getAuthentication();
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    if (user != null && user.getPrincipal() instanceof AccountUser) {
      events.publishEvent(new AccountEvent.SignedOut(user.getName()));
    }
    SecurityContextHolder.clearContext();
    return Redirect.to("/auth/signed-out");
  }

  @GetMapping("/auth/signed-out")
  View signedOut() {
    return pages.page("signed-out", Map.of());
  }
}
