package org.andiron.security.page.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.account.signin.AccountUser;
import org.andiron.security.account.signin.SignIn;
import org.andiron.security.page.Page;
import org.andiron.security.page.Pages;
import org.andiron.security.page.Redirect;
import org.andiron.security.page.SignInStep;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Name and password, then a second factor if the account has one. */
@Controller
@ConditionalOnOwnIssuer
class SignInController {

  private static final String CONTINUE = "/auth/continue";

  private final Pages pages;
  private final SignIn signIn;
  private final SignedInSession session;

  SignInController(Pages pages, SignIn signIn, SignedInSession session) {
    this.pages = pages;
    this.signIn = signIn;
    this.session = session;
  }

  @GetMapping("/auth/sign-in")
  View show() {
    return step() == SignInStep.START ? form("sign-in", "") : Redirect.to(CONTINUE);
  }

  @PostMapping("/auth/sign-in")
  View signIn(
      @RequestParam(name = "username", defaultValue = "") String username,
      @RequestParam(name = "password", defaultValue = "") String password,
      HttpServletRequest request,
      HttpServletResponse response) {
    try {
      AccountUser user = signIn.withPassword(username, password, request.getRemoteAddr());
      session.keep(user, request, response);
      return Redirect.to(CONTINUE);
    } catch (AuthenticationException failure) {
      return RefusedAttempt.shown(form("sign-in", username), failure, response);
    }
  }

  @GetMapping("/auth/second-factor")
  View askForSecondFactor() {
    return step() == SignInStep.SECOND_FACTOR ? form("second-factor", "") : Redirect.to(CONTINUE);
  }

  /** A code of the app, or else a recovery code. */
  @PostMapping("/auth/second-factor")
  View showSecondFactor(
      @RequestParam(name = "code", defaultValue = "") String code,
      @RequestParam(name = "recovery", defaultValue = "") String recovery,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (!(SecurityContextHolder.getContext().getAuthentication().getPrincipal()
            instanceof AccountUser user)
        || !user.secondFactorNeeded()) {
      return Redirect.to(CONTINUE);
    }
    try {
      String address = request.getRemoteAddr();
      AccountUser complete =
          recovery.isBlank()
              ? signIn.withCode(user, code, address)
              : signIn.withRecoveryCode(user, recovery, address);
      session.keep(complete, request, response);
      return Redirect.to(CONTINUE);
    } catch (AuthenticationException failure) {
      return RefusedAttempt.shown(form("second-factor", ""), failure, response);
    }
  }

  private Page form(String template, String username) {
    return pages.page(template, Map.of("username", username)).withScript();
  }

  private static SignInStep step() {
    return SignInStep.of(SecurityContextHolder.getContext().getAuthentication());
  }
}
