package org.andiron.storage.distribution;

/** A distribution file that cannot be loaded; the message tells the operator why. */
final class UnusableArchiveException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnusableArchiveException(String message) {
    super(message);
  }

  UnusableArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
