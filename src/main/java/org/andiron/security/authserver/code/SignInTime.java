package org.andiron.security.authserver.code;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;

/**
 * Notes in the session when its user signed in, for {@code auth_time} in id_tokens. Whoever builds
 * a chain in which users sign in adds it there.
 */
public final class SignInTime implements SessionAuthenticationStrategy {

  private static final String ATTRIBUTE = "andiron.sign-in-time";

  private final Clock clock;

  SignInTime(Clock clock) {
    this.clock = clock;
  }

  /** Seconds since 1970; of a session that nobody noted, when it began. */
  static long of(HttpSession session) {
    return session.getAttribute(ATTRIBUTE) instanceof Long seconds
        ? seconds
        : session.getCreationTime() / 1000;
  }

  @Override
  public void onAuthentication(
      Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
    request.getSession().setAttribute(ATTRIBUTE, clock.instant().getEpochSecond());
  }
}
