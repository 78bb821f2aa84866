package org.andiron.security.page.signin;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import org.andiron.security.account.signin.TooManyAttemptsException;
import org.andiron.security.page.Page;
import org.springframework.security.core.AuthenticationException;

/**
 * What a person is told whose attempt failed: the same for a wrong name, a wrong password and an
 * account that may not be used.
 */
public final class RefusedAttempt {

  private static final int TOO_MANY_REQUESTS = 429;

  private RefusedAttempt() {}

  /** The page once more, with a message. */
  public static Page shown(
      Page page, AuthenticationException failure, HttpServletResponse response) {
    if (failure instanceof TooManyAttemptsException tooMany) {
      long seconds = Math.max(1, tooMany.retryAfter().toSeconds());
      response.setHeader("Retry-After", Long.toString(seconds));
      return page.with(Map.of("error", "wait", "minutes", minutes(tooMany.retryAfter())))
          .withStatus(TOO_MANY_REQUESTS);
    }
    return page.with(Map.of("error", "wrong")).withStatus(HttpServletResponse.SC_UNAUTHORIZED);
  }

  private static long minutes(Duration wait) {
    return Math.max(1, (wait.toSeconds() + 59) / 60);
  }
}
