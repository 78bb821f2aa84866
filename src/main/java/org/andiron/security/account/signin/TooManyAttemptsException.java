package org.andiron.security.account.signin;

import java.io.Serial;
import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/**
 * The attempt was not looked at, because too many failed before it. Names that nobody has get this
 * answer as well.
 */
public final class TooManyAttemptsException extends AuthenticationException {

  @Serial private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  TooManyAttemptsException(Duration retryAfter) {
    super("Too many failed attempts; wait before the next one.");
    this.retryAfter = retryAfter;
  }

  /** How long to wait. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
