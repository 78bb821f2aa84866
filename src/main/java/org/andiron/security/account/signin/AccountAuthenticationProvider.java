package org.andiron.security.account.signin;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Signs in with a name and a password, for Spring Security's filters; see {@link SignIn}. */
public final class AccountAuthenticationProvider implements AuthenticationProvider {

  private final SignIn signIn;

  public AccountAuthenticationProvider(SignIn signIn) {
    this.signIn = signIn;
  }

  /** The principal of the answer is an {@link AccountUser}. */
  @Override
  public Authentication authenticate(Authentication request) {
    if (request.getCredentials() == null) {
      throw new BadCredentialsException("The name, the password or the code is wrong.");
    }
    AccountUser user =
        signIn.withPassword(
            request.getName(), request.getCredentials().toString(), addressOf(request));
    UsernamePasswordAuthenticationToken result =
        UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities());
    result.setDetails(request.getDetails());
    return result;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
  }

  private static String addressOf(Authentication request) {
    return request.getDetails() instanceof WebAuthenticationDetails details
        ? String.valueOf(details.getRemoteAddress())
        : "unknown";
  }
}
