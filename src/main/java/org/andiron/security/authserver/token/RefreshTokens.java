package org.andiron.security.authserver.token;

import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Makes refresh tokens: for those, public clients too, who have {@code offline_access} or {@code
 * online_access}, and for nobody else.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html#scopes-for-requesting-a-refresh-token">Scopes
 *     for requesting a refresh token</a>
 */
final class RefreshTokens implements OAuth2TokenGenerator<OAuth2RefreshToken> {

  static final String OFFLINE = "offline_access";
  static final String ONLINE = "online_access";

  private final StringKeyGenerator random =
      new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), 48);
  private final Clock clock;

  RefreshTokens(Clock clock) {
    this.clock = clock;
  }

  @Override
  public @Nullable OAuth2RefreshToken generate(OAuth2TokenContext context) {
    if (!OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType())) {
      return null;
    }
    Set<String> granted =
        context.getAuthorization() == null
            ? context.getAuthorizedScopes()
            : context.getAuthorization().getAuthorizedScopes();
    if (!granted.contains(OFFLINE) && !granted.contains(ONLINE)) {
      return null;
    }
    Instant now = clock.instant();
    return new OAuth2RefreshToken(
        random.generateKey(),
        now,
        now.plus(context.getRegisteredClient().getTokenSettings().getRefreshTokenTimeToLive()));
  }
}
