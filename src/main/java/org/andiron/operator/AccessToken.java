package org.andiron.operator;

import java.time.Instant;

/**
 * A token that a server gave.
 *
 * @param value to be sent as it is
 * @param expires when the server stops taking it
 * @param scope what it is good for
 */
record AccessToken(String value, Instant expires, String scope) {

  /** A token does not belong in a log. */
  @Override
  public String toString() {
    return "AccessToken[" + scope + "]";
  }
}
