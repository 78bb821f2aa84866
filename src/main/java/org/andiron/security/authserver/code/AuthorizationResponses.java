package org.andiron.security.authserver.code;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.andiron.security.AuthorizationEvent;
import org.andiron.security.PublicAddress;
import org.andiron.security.authserver.token.AuthorizationStore;
import org.andiron.security.authserver.token.LaunchContext;
import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.web.util.UriUtils;

/**
 * Sends the browser back to the app, and says who answers, so that an app with several servers
 * cannot be made to take one for another.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9207">Issuer identification, RFC 9207</a>
 */
final class AuthorizationResponses
    implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

  private static final OAuth2TokenType CODE = new OAuth2TokenType(OAuth2ParameterNames.CODE);

  private final PublicAddress address;
  private final Supplier<@Nullable RefusalPage> page;
  private final RegisteredClientRepository clients;
  private final AuthorizationStore authorizations;
  private final ApplicationEventPublisher events;

  /**
   * @param page what browsers get where there is no app to go back to
   * @param authorizations in which the place is that a code is for
   */
  AuthorizationResponses(
      PublicAddress address,
      Supplier<@Nullable RefusalPage> page,
      RegisteredClientRepository clients,
      AuthorizationStore authorizations,
      ApplicationEventPublisher events) {
    this.address = address;
    this.page = page;
    this.clients = clients;
    this.authorizations = authorizations;
    this.events = events;
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication) {
    OAuth2AuthorizationCodeRequestAuthenticationToken token =
        (OAuth2AuthorizationCodeRequestAuthenticationToken) authentication;
    String code = Objects.requireNonNull(token.getAuthorizationCode()).getTokenValue();
    LaunchContext context = LaunchContext.of(authorizations.findByToken(code, CODE));
    events.publishEvent(
        new AuthorizationEvent.Allowed(
            ((Authentication) token.getPrincipal()).getName(),
            token.getClientId(),
            token.getScopes(),
            Optional.ofNullable(context.patient())));
    Map<String, @Nullable String> parameters = new LinkedHashMap<>();
    parameters.put("code", code);
    redirect(
        response, Objects.requireNonNull(token.getRedirectUri()), token.getState(), parameters);
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    OAuth2Error error =
        failure instanceof OAuth2AuthenticationException oauth
            ? oauth.getError()
            : new OAuth2Error("invalid_request");
    OAuth2AuthorizationCodeRequestAuthenticationToken token =
        failure instanceof OAuth2AuthorizationCodeRequestAuthenticationException refusal
            ? refusal.getAuthorizationCodeRequestAuthentication()
            : null;
    events.publishEvent(refusal(request, error, token));
    if (token == null || token.getRedirectUri() == null) {
      String description = Objects.requireNonNullElse(error.getDescription(), error.getErrorCode());
      RefusalPage shown = page.get();
      String accepted = request.getHeader("Accept");
      if (shown != null && accepted != null && accepted.contains("text/html")) {
        shown.show(request, response, description);
      } else {
        OperationOutcomeWriter.write(
            request, response, ErrorReport.of(400, "invalid", description));
      }
      return;
    }
    Map<String, @Nullable String> parameters = new LinkedHashMap<>();
    parameters.put("error", error.getErrorCode());
    parameters.put("error_description", error.getDescription());
    redirect(response, token.getRedirectUri(), token.getState(), parameters);
  }

  private AuthorizationEvent refusal(
      HttpServletRequest request,
      OAuth2Error error,
      @Nullable OAuth2AuthorizationCodeRequestAuthenticationToken token) {
    Optional<String> user =
        Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
            .filter(SignedInUser::is)
            .map(Authentication::getName);
    // What is no name of a client may be anything.
    Optional<String> client =
        Optional.ofNullable(token)
            .map(OAuth2AuthorizationCodeRequestAuthenticationToken::getClientId)
            .filter(it -> clients.findByClientId(it) != null);
    // Users decide by POST; requests that are posted come again as GET.
    boolean denied =
        "POST".equals(request.getMethod()) && "access_denied".equals(error.getErrorCode());
    return denied && user.isPresent() && client.isPresent()
        ? new AuthorizationEvent.Denied(user.get(), client.get())
        : new AuthorizationEvent.Refused(user, client);
  }

  private void redirect(
      HttpServletResponse response,
      String redirectUri,
      @Nullable String state,
      Map<String, @Nullable String> parameters) {
    parameters.put("state", state);
    parameters.put("iss", address.issuer());
    String query =
        parameters.entrySet().stream()
            .filter(it -> it.getValue() != null)
            .map(it -> it.getKey() + "=" + UriUtils.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    response.setStatus(302);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Location", redirectUri + (redirectUri.contains("?") ? "&" : "?") + query);
  }
}
