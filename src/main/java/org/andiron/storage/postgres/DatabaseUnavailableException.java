package org.andiron.storage.postgres;

import org.andiron.startup.StartupRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * There is no database to work with. The message is one line for the operator: what was tried
 * (never with a password), why it failed, and what to do.
 */
public final class DatabaseUnavailableException extends StartupRefusedException {

  private static final long serialVersionUID = 1L;

  public DatabaseUnavailableException(String message) {
    this(message, null);
  }

  public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
