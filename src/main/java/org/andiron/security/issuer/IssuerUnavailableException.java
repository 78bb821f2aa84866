package org.andiron.security.issuer;

/** The issuer cannot be asked now; the message is for whoever calls this server. */
final class IssuerUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  IssuerUnavailableException(String message) {
    super(message);
  }

  IssuerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
