package org.andiron.security.page;

import java.util.Optional;
import org.andiron.security.account.signin.AccountUser;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * What somebody has to do next to be signed in. Before {@link #DONE} nothing may be done in their
 * name, and no app gets anything.
 */
public enum SignInStep {
  /** Say who they are. */
  START("/auth/sign-in"),
  /** Show a second factor. */
  SECOND_FACTOR("/auth/second-factor"),
  /** Nothing, but the session does not know the account yet whose passkey was shown. */
  PASSKEY_SHOWN("/auth/continue"),
  /** Choose a password that only they know. */
  NEW_PASSWORD("/auth/password"),
  /** Nothing. */
  DONE("/auth/account");

  private final String page;

  SignInStep(String page) {
    this.page = page;
  }

  /** Where it is done. */
  public String page() {
    return page;
  }

  /** What is next for whoever sent a request. */
  public static SignInStep of(@Nullable Authentication authentication) {
    if (authentication == null
        || !authentication.isAuthenticated()
        || new AuthenticationTrustResolverImpl().isAnonymous(authentication)) {
      return START;
    }
    if (authentication.getPrincipal() instanceof AccountUser user) {
      if (user.secondFactorNeeded()) {
        return SECOND_FACTOR;
      }
      return user.mustChangePassword() ? NEW_PASSWORD : DONE;
    }
    return PASSKEY_SHOWN;
  }

  /** What people call whoever is signed in. */
  static Optional<String> displayName() {
    Authentication current = SecurityContextHolder.getContext().getAuthentication();
    if (current == null || of(current) != DONE) {
      return Optional.empty();
    }
    return Optional.ofNullable(current.getPrincipal())
        .filter(AccountUser.class::isInstance)
        .map(user -> ((AccountUser) user).displayName());
  }
}
