package org.andiron.security.account.passkey;

import org.andiron.security.account.Account;
import org.andiron.security.account.AccountEvent;
import org.andiron.security.account.AccountEvent.Factor;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.signin.AccountUser;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.webauthn.authentication.WebAuthnAuthentication;

/**
 * Lets people sign in with passkeys: whoever builds the filter chain of the sign-in page applies
 * it.
 *
 * <p>It adds {@code POST /webauthn/authenticate/options}, {@code POST /login/webauthn}, {@code POST
 * /webauthn/register/options}, {@code POST /webauthn/register} and {@code DELETE
 * /webauthn/register/{id}}.
 */
public final class PasskeySignIn {

  private final Accounts accounts;
  private final ApplicationEventPublisher events;

  PasskeySignIn(Accounts accounts, ApplicationEventPublisher events) {
    this.accounts = accounts;
    this.events = events;
  }

  /** Adds the filters to a chain with a session; registering one needs somebody signed in. */
  public void apply(HttpSecurity http) throws Exception {
    // Not a bean: Spring Security would check passwords with one.
    http.setSharedObject(UserDetailsService.class, this::user);
    // Name, id and origins are those of the RelyingParty bean.
    http.webAuthn(
        passkeys ->
            passkeys
                .rpName(RelyingParty.NAME)
                .creationOptionsRepository(new PendingRegistrations())
                .disableDefaultRegistrationPage(true));
  }

  /** Whose passkey was shown. */
  private UserDetails user(String username) {
    return accounts
        .byUsername(username)
        .filter(Account::active)
        .map(AccountUser::of)
        .orElseThrow(() -> new UsernameNotFoundException("The account may not be used."));
  }

  @EventListener
  void tell(AuthenticationSuccessEvent event) {
    if (event.getAuthentication() instanceof WebAuthnAuthentication passkey) {
      String address =
          passkey.getDetails() instanceof WebAuthenticationDetails details
              ? String.valueOf(details.getRemoteAddress())
              : "unknown";
      events.publishEvent(new AccountEvent.SignedIn(passkey.getName(), address, Factor.PASSKEY));
    }
  }
}
