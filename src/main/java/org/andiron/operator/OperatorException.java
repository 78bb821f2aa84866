package org.andiron.operator;

import org.jspecify.annotations.Nullable;

/** A command cannot do what it was asked; the message is what the operator is shown. */
public final class OperatorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OperatorException(String message) {
    super(message);
  }

  OperatorException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
