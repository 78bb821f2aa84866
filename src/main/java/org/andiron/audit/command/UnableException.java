package org.andiron.audit.command;

import org.jspecify.annotations.Nullable;

/** A command cannot do what it was asked. The message says why and what to do. */
final class UnableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
