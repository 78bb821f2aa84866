package org.andiron.security.authserver;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.andiron.security.TokenEvent;
import org.andiron.security.TokenEvent.Obstacle;
import org.andiron.security.TokenEvent.Wanted;
import org.andiron.security.authserver.backend.ReplayedAssertionException;
import org.andiron.security.authserver.token.AuthorizationStore;
import org.andiron.security.authserver.token.AuthorizationStore.Presented;
import org.andiron.security.authserver.token.EndpointPaths;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Tells of what the token endpoint and its neighbours refuse, and then answers. */
final class TokenRefusals implements AuthenticationFailureHandler {

  /** As Spring's providers say that the proof of PKCE is wrong or missing. */
  private static final String VERIFIER = "code_verifier";

  private final OAuthErrors answer = new OAuthErrors();
  private final ClaimedClient claimed;
  private final AuthorizationStore authorizations;
  private final ApplicationEventPublisher events;

  TokenRefusals(
      ClaimedClient claimed, AuthorizationStore authorizations, ApplicationEventPublisher events) {
    this.claimed = claimed;
    this.authorizations = authorizations;
    this.events = events;
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    events.publishEvent(event(request, failure));
    answer.onAuthenticationFailure(request, response, failure);
  }

  private TokenEvent event(HttpServletRequest request, AuthenticationException failure) {
    String error =
        failure instanceof OAuth2AuthenticationException oauth
            ? oauth.getError().getErrorCode()
            : OAuth2ErrorCodes.INVALID_CLIENT;
    boolean isClient = OAuth2ErrorCodes.INVALID_CLIENT.equals(error);
    int status = isClient ? 401 : 400;
    if (isClient && !isKnown()) {
      return new TokenEvent.ClientRefused(
          claimed.of(request), failure.getCause() instanceof ReplayedAssertionException, status);
    }
    Optional<Presented> presented = presented(request);
    return new TokenEvent.Refused(
        wanted(request),
        claimed.of(request),
        presented.map(Presented::subject),
        obstacle(error, failure, presented),
        status);
  }

  private static boolean isKnown() {
    Authentication client = SecurityContextHolder.getContext().getAuthentication();
    return client instanceof OAuth2ClientAuthenticationToken && client.isAuthenticated();
  }

  private Optional<Presented> presented(HttpServletRequest request) {
    String code = request.getParameter("code");
    String refreshToken = request.getParameter("refresh_token");
    if (code != null) {
      return authorizations.ofCode(code);
    }
    return refreshToken == null ? Optional.empty() : authorizations.ofRefreshToken(refreshToken);
  }

  private static Obstacle obstacle(
      String error, AuthenticationException failure, Optional<Presented> presented) {
    if (!OAuth2ErrorCodes.INVALID_GRANT.equals(error)) {
      return error.equals(OAuth2ErrorCodes.INVALID_REQUEST) ? Obstacle.REQUEST : Obstacle.GRANT;
    }
    if (presented.filter(Presented::used).isPresent()) {
      return Obstacle.REPLAY;
    }
    boolean verifier =
        failure instanceof OAuth2AuthenticationException oauth
            && oauth.getError().getDescription() != null
            && oauth.getError().getDescription().contains(VERIFIER);
    return verifier ? Obstacle.VERIFIER : Obstacle.GRANT;
  }

  private static Wanted wanted(HttpServletRequest request) {
    return switch (request.getRequestURI()) {
      case EndpointPaths.INTROSPECT -> Wanted.INTROSPECTION;
      case EndpointPaths.REVOKE -> Wanted.REVOCATION;
      default ->
          "refresh_token".equals(request.getParameter("grant_type"))
              ? Wanted.REFRESH
              : Wanted.TOKEN;
    };
  }
}
