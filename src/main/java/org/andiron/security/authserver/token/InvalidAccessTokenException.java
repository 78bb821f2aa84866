package org.andiron.security.authserver.token;

/** An access token that is not accepted; the message says why, in words for the one who sent it. */
public final class InvalidAccessTokenException extends Exception {

  private static final long serialVersionUID = 1L;

  InvalidAccessTokenException(String reason) {
    super(reason);
  }
}
