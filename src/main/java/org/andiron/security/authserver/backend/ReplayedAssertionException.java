package org.andiron.security.authserver.backend;

import org.springframework.security.oauth2.jwt.BadJwtException;

/** A client sent an assertion that it, or somebody else, has sent before. */
public final class ReplayedAssertionException extends BadJwtException {

  private static final long serialVersionUID = 1L;

  ReplayedAssertionException() {
    super("the jti has been used before");
  }
}
