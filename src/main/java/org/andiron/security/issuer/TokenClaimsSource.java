package org.andiron.security.issuer;

import com.nimbusds.jwt.JWTClaimsSet;

/** Finds out whether the issuer issued a token, and what it says. */
@FunctionalInterface
interface TokenClaimsSource {

  /**
   * The claims of a token of the issuer. Whom it is for and whether it is valid now is another
   * question.
   *
   * @throws RefusedTokenException if it is none
   * @throws IssuerUnavailableException if that cannot be known now
   */
  JWTClaimsSet claims(String token) throws RefusedTokenException, IssuerUnavailableException;
}
