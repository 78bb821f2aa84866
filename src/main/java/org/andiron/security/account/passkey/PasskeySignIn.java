package org.andiron.security.account.passkey;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.andiron.security.AccountEvent;
import org.andiron.security.AccountEvent.Factor;
import org.andiron.security.account.Account;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.signin.AccountUser;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpMessageConverterAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.webauthn.authentication.PublicKeyCredentialRequestOptionsFilter;
import org.springframework.security.web.webauthn.authentication.WebAuthnAuthenticationFilter;
import org.springframework.security.web.webauthn.authentication.WebAuthnAuthenticationProvider;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import org.springframework.security.web.webauthn.registration.PublicKeyCredentialCreationOptionsFilter;
import org.springframework.security.web.webauthn.registration.WebAuthnRegistrationFilter;

/**
 * Lets people sign in with passkeys: whoever builds the filter chain of the sign-in page applies
 * it.
 *
 * <p>It adds {@code POST /webauthn/authenticate/options}, {@code POST /login/webauthn}, {@code POST
 * /webauthn/register/options} and {@code POST /webauthn/register}. The filters are put together
 * here as Spring Security's own configuration lets nobody hear of a sign-in, and would let a
 * passkey be removed without a word.
 */
public final class PasskeySignIn {

  private final WebAuthnRelyingPartyOperations relyingParty;
  private final UserCredentialRepository passkeys;
  private final Accounts accounts;
  private final ApplicationEventPublisher events;
  private final HttpMessageConverterAuthenticationSuccessHandler answer =
      new HttpMessageConverterAuthenticationSuccessHandler();

  PasskeySignIn(
      WebAuthnRelyingPartyOperations relyingParty,
      UserCredentialRepository passkeys,
      Accounts accounts,
      ApplicationEventPublisher events) {
    this.relyingParty = relyingParty;
    this.passkeys = passkeys;
    this.accounts = accounts;
    this.events = events;
  }

  /** Adds the filters to a chain with a session; registering one needs somebody signed in. */
  public void apply(HttpSecurity http) {
    http.addFilterAfter(new PasskeyRefusals(), CsrfFilter.class)
        .addFilterBefore(signIn(), BasicAuthenticationFilter.class);
    PendingRegistrations pending = new PendingRegistrations();
    PublicKeyCredentialCreationOptionsFilter options =
        new PublicKeyCredentialCreationOptionsFilter(relyingParty);
    options.setCreationOptionsRepository(pending);
    WebAuthnRegistrationFilter register = new WebAuthnRegistrationFilter(passkeys, relyingParty);
    register.setCreationOptionsRepository(pending);
    // The account page removes them.
    register.setRemoveCredentialMatcher(request -> false);
    http.addFilterBefore(
            new PublicKeyCredentialRequestOptionsFilter(relyingParty), AuthorizationFilter.class)
        .addFilterAfter(options, AuthorizationFilter.class)
        .addFilterAfter(register, AuthorizationFilter.class);
  }

  private WebAuthnAuthenticationFilter signIn() {
    WebAuthnAuthenticationFilter filter = new WebAuthnAuthenticationFilter();
    filter.setAuthenticationManager(
        new ProviderManager(new WebAuthnAuthenticationProvider(relyingParty, this::user)));
    filter.setAuthenticationSuccessHandler(this::succeeded);
    filter.setAuthenticationFailureHandler(
        (request, response, failure) -> {
          events.publishEvent(
              new AccountEvent.SignInFailed("", request.getRemoteAddr(), Factor.PASSKEY));
          response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        });
    return filter;
  }

  /** Whose passkey was shown. */
  private UserDetails user(String username) {
    return accounts
        .byUsername(username)
        .filter(Account::active)
        .map(AccountUser::of)
        .orElseThrow(() -> new UsernameNotFoundException("The account may not be used."));
  }

  private void succeeded(
      HttpServletRequest request, HttpServletResponse response, Authentication user)
      throws IOException, ServletException {
    events.publishEvent(
        new AccountEvent.SignedIn(user.getName(), request.getRemoteAddr(), Factor.PASSKEY));
    answer.onAuthenticationSuccess(request, response, user);
  }
}
