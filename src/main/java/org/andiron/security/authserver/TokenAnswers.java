package org.andiron.security.authserver;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.ParseException;
import java.util.Objects;
import java.util.Optional;
import org.andiron.security.TokenEvent;
import org.andiron.security.authserver.token.AuthorizationStore;
import org.andiron.security.authserver.token.TokenResponses;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AccessTokenResponseAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/** Tells of a token, and then hands it out. */
final class TokenAnswers implements AuthenticationSuccessHandler {

  private final OAuth2AccessTokenResponseAuthenticationSuccessHandler answer =
      new OAuth2AccessTokenResponseAuthenticationSuccessHandler();
  private final ApplicationEventPublisher events;

  TokenAnswers(AuthorizationStore authorizations, ApplicationEventPublisher events) {
    this.events = events;
    answer.setAccessTokenResponseCustomizer(new TokenResponses(authorizations)::complete);
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException, ServletException {
    events.publishEvent(issued((OAuth2AccessTokenAuthenticationToken) authentication, request));
    answer.onAuthenticationSuccess(request, response, authentication);
  }

  private static TokenEvent.Issued issued(
      OAuth2AccessTokenAuthenticationToken token, HttpServletRequest request) {
    try {
      JWTClaimsSet claims =
          SignedJWT.parse(token.getAccessToken().getTokenValue()).getJWTClaimsSet();
      String client = token.getRegisteredClient().getClientId();
      return new TokenEvent.Issued(
          client,
          Optional.ofNullable(claims.getSubject()).filter(it -> !it.equals(client)),
          claims.getJWTID(),
          Objects.requireNonNullElse(request.getParameter("grant_type"), ""),
          Objects.requireNonNullElse(claims.getStringClaim("scope"), ""));
    } catch (ParseException e) {
      throw new IllegalStateException("our own token cannot be read", e);
    }
  }
}
