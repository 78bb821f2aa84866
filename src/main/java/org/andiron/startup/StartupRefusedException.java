package org.andiron.startup;

import org.jspecify.annotations.Nullable;

/**
 * The server cannot start for a reason that its operator can mend. The message is one line that
 * says what is wrong, where, and what to do; it is all that the operator is shown, without a stack
 * trace.
 */
public class StartupRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartupRefusedException(String message) {
    super(message);
  }

  public StartupRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
