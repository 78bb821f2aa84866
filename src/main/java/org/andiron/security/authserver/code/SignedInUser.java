package org.andiron.security.authserver.code;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.webauthn.authentication.WebAuthnAuthentication;

/**
 * Who counts as signed in: somebody with a role, which nobody has before the last step of sign-in.
 */
final class SignedInUser {

  private static final Authentication NOBODY =
      new AnonymousAuthenticationToken(
          "nobody", "nobody", AuthorityUtils.createAuthorityList("NOBODY"));

  private SignedInUser() {}

  static boolean is(Authentication authentication) {
    return authentication.isAuthenticated()
        && !(authentication instanceof AnonymousAuthenticationToken)
        // Until the session has a new id, which the page after it sees to.
        && !(authentication instanceof WebAuthnAuthentication)
        && authentication.getAuthorities().stream()
            .anyMatch(it -> it.getAuthority().startsWith("ROLE_"));
  }

  /** The user, or nobody while something of the sign-in is missing. */
  static Authentication orNobody(Authentication authentication) {
    return is(authentication) ? authentication : NOBODY;
  }
}
