package org.andiron.security.page.account;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.andiron.security.account.Account;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.FhirUser;
import org.andiron.security.account.factor.SecondFactors;
import org.andiron.security.account.passkey.Passkeys;
import org.andiron.security.account.session.AccountSession;
import org.andiron.security.account.session.AccountSessions;
import org.andiron.security.page.Page;
import org.andiron.security.page.PageDates;
import org.andiron.security.page.PageLanguage;
import org.andiron.security.page.Pages;
import org.springframework.security.web.webauthn.api.CredentialRecord;

/** Puts together what a person sees of their own account. */
final class AccountPage {

  private final Pages pages;
  private final Accounts accounts;
  private final SecondFactors factors;
  private final Passkeys passkeys;
  private final AccountSessions sessions;

  AccountPage(
      Pages pages,
      Accounts accounts,
      SecondFactors factors,
      Passkeys passkeys,
      AccountSessions sessions) {
    this.pages = pages;
    this.accounts = accounts;
    this.factors = factors;
    this.passkeys = passkeys;
    this.sessions = sessions;
  }

  /** A passkey in the list. */
  record PasskeyEntry(String id, String label, String created, String lastUsed) {}

  /** A session in the list; the browser is empty if nothing is known of it. */
  record SessionEntry(
      String handle, String browser, String started, String lastUsed, boolean current) {}

  Account account(HttpServletRequest request) {
    return accounts.byUsername(request.getRemoteUser()).orElseThrow();
  }

  Page of(Account account, HttpServletRequest request) {
    PageLanguage language = PageLanguage.of(request);
    PageDates dates = new PageDates(language);
    Map<String, Object> content = new HashMap<>();
    content.put("username", account.username());
    content.put("displayName", account.displayName());
    content.put("roles", roles(account, language));
    content.put("linked", account.fhirUser().map(FhirUser::reference).orElse(""));
    content.put("hasPassword", account.hasPassword());
    content.put("authenticator", factors.isNeeded(account));
    content.put("recoveryCodes", factors.recoveryCodesLeft(account));
    content.put("passkeys", passkeys.of(account).stream().map(it -> entry(it, dates)).toList());
    String current = AccountSessions.handle(request.getSession().getId());
    content.put(
        "sessions",
        sessions.of(account.username()).stream().map(it -> entry(it, dates, current)).toList());
    return pages.page("account", content).withScript();
  }

  private List<String> roles(Account account, PageLanguage language) {
    return account.roles().stream()
        .sorted()
        .map(role -> pages.text("role." + role, role, language))
        .toList();
  }

  private static PasskeyEntry entry(CredentialRecord passkey, PageDates dates) {
    return new PasskeyEntry(
        passkey.getCredentialId().toBase64UrlString(),
        passkey.getLabel(),
        dates.format(passkey.getCreated()),
        dates.format(passkey.getLastUsed()));
  }

  private static SessionEntry entry(AccountSession session, PageDates dates, String current) {
    return new SessionEntry(
        session.handle(),
        session.browser().map(BrowserName::of).orElse(""),
        dates.format(session.started()),
        dates.format(session.lastUsed()),
        session.handle().equals(current));
  }
}
