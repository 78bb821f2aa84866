package org.andiron.security.resourceserver;

import org.andiron.security.Caller;

/** What is to be said of a token; reasons are words for the one who sent it. */
public sealed interface TokenAnswer {

  /** It is good, and this is who calls. */
  record Known(Caller caller) implements TokenAnswer {}

  /** It is not good. */
  record Invalid(String reason) implements TokenAnswer {}

  /** It is good, and worth nothing here. */
  record Forbidden(String reason) implements TokenAnswer {}

  /** Whether it is good cannot be known now. */
  record Unavailable(String reason) implements TokenAnswer {}
}
