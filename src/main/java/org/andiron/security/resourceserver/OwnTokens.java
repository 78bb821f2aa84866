package org.andiron.security.resourceserver;

import org.andiron.security.authserver.token.AccessToken;
import org.andiron.security.authserver.token.AccessTokens;
import org.andiron.security.authserver.token.AuthorizationStore;
import org.andiron.security.authserver.token.InvalidAccessTokenException;

/** Tokens that this server issued. */
final class OwnTokens implements TokenCheck {

  private final AccessTokens tokens;
  private final AuthorizationStore authorizations;

  OwnTokens(AccessTokens tokens, AuthorizationStore authorizations) {
    this.tokens = tokens;
    this.authorizations = authorizations;
  }

  @Override
  public TokenAnswer check(String token) {
    try {
      AccessToken accessToken = tokens.verify(token);
      return authorizations.isLive(accessToken.authorization())
          ? new TokenAnswer.Known(Callers.of(accessToken))
          : new TokenAnswer.Invalid("The token has been revoked.");
    } catch (InvalidAccessTokenException e) {
      return new TokenAnswer.Invalid(String.valueOf(e.getMessage()));
    }
  }
}
