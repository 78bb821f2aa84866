package org.andiron.security.page.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.account.Account;
import org.andiron.security.account.AccountException;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.password.PasswordProperties;
import org.andiron.security.account.session.AccountSessions;
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

/** Choosing another password: because one wants to, or has to before anything else. */
@Controller
@ConditionalOnOwnIssuer
class PasswordController {

  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Accounts accounts;
  private final SignIn signIn;
  private final AccountSessions sessions;
  private final int minimumLength;
  private final SignedInSession session;

  PasswordController(
      Pages pages,
      Accounts accounts,
      SignIn signIn,
      AccountSessions sessions,
      SignedInSession session,
      PasswordProperties settings) {
    this.pages = pages;
    this.accounts = accounts;
    this.signIn = signIn;
    this.sessions = sessions;
    this.session = session;
    this.minimumLength = settings.minimumLength();
  }

  @GetMapping("/auth/password")
  View show() {
    return form();
  }

  @PostMapping("/auth/password")
  View change(
      @RequestParam(name = "current", defaultValue = "") String current,
      @RequestParam(name = "password", defaultValue = "") String password,
      @RequestParam(name = "repeated", defaultValue = "") String repeated,
      HttpServletRequest request,
      HttpServletResponse response) {
    Account account = accounts.byUsername(request.getRemoteUser()).orElseThrow();
    boolean forced = isForced();
    try {
      if (!forced) {
        signIn.confirmPassword(account, current, request.getRemoteAddr());
      }
      if (!password.equals(repeated)) {
        return refused("different");
      }
      if (password.equals(current)) {
        return refused("same");
      }
      accounts.setPassword(account.id(), password, false, account.username());
    } catch (AuthenticationException failure) {
      return RefusedAttempt.shown(form(), failure, response);
    } catch (AccountException refusal) {
      return refused("weak");
    }
    // Before this session gets another id, by which it would not be found.
    sessions.endOthers(account.username(), request.getSession().getId());
    session.keep(AccountUser.of(accounts.byId(account.id()).orElseThrow()), request, response);
    return Redirect.to(forced ? "/auth/continue" : "/auth/account?done=password");
  }

  private Page refused(String error) {
    return form().with(Map.of("error", error)).withStatus(UNPROCESSABLE);
  }

  private Page form() {
    return pages.page("password", Map.of("forced", isForced(), "minimumLength", minimumLength));
  }

  private static boolean isForced() {
    return SignInStep.of(SecurityContextHolder.getContext().getAuthentication())
        == SignInStep.NEW_PASSWORD;
  }
}
