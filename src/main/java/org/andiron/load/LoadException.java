package org.andiron.load;

/** The load cannot go on at all: one line for the operator, never a stack trace. */
final class LoadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LoadException(String message) {
    super(message);
  }

  LoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
