package org.andiron.security.issuer;

/** A token that is not accepted; the message says why, in words for the one who sent it. */
final class RefusedTokenException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedTokenException(String reason) {
    super(reason);
  }
}
