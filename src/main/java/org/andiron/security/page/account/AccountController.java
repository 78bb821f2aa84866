package org.andiron.security.page.account;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.account.Account;
import org.andiron.security.account.passkey.Passkeys;
import org.andiron.security.account.session.AccountSessions;
import org.andiron.security.page.ErrorController;
import org.andiron.security.page.ErrorController.Code;
import org.andiron.security.page.Page;
import org.andiron.security.page.Pages;
import org.andiron.security.page.Redirect;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** A person's account: who they are here, how they sign in, and where they are signed in. */
@Controller
@ConditionalOnOwnIssuer
class AccountController {

  private static final String PATH = "/auth/account";

  private static final Set<String> DONE =
      Set.of("password", "authenticator-removed", "passkey", "passkey-removed", "session-ended");

  private final Pages pages;
  private final AccountPage accountPage;
  private final Passkeys passkeys;
  private final AccountSessions sessions;

  AccountController(
      Pages pages, AccountPage accountPage, Passkeys passkeys, AccountSessions sessions) {
    this.pages = pages;
    this.accountPage = accountPage;
    this.passkeys = passkeys;
    this.sessions = sessions;
  }

  @GetMapping(PATH)
  View show(
      @RequestParam(name = "done", defaultValue = "") String done, HttpServletRequest request) {
    Page page = accountPage.of(accountPage.account(request), request);
    return DONE.contains(done) ? page.with(Map.of("done", done)) : page;
  }

  @PostMapping(PATH + "/passkeys/remove")
  View removePasskey(
      @RequestParam(name = "id", defaultValue = "") String id, HttpServletRequest request) {
    Account account = accountPage.account(request);
    return passkeys.remove(account, id, account.username())
        ? Redirect.to(PATH + "?done=passkey-removed")
        : ErrorController.page(pages, Code.NOT_FOUND);
  }

  @PostMapping(PATH + "/sessions/end")
  View endSession(
      @RequestParam(name = "handle", defaultValue = "") String handle, HttpServletRequest request) {
    return sessions.end(accountPage.account(request).username(), handle)
        ? Redirect.to(PATH + "?done=session-ended")
        : ErrorController.page(pages, Code.NOT_FOUND);
  }

  @PostMapping(PATH + "/sessions/end-others")
  View endOtherSessions(HttpServletRequest request) {
    sessions.endOthers(accountPage.account(request).username(), request.getSession().getId());
    return Redirect.to(PATH + "?done=session-ended");
  }
}
