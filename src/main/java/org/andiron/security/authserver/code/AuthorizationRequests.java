package org.andiron.security.authserver.code;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.KnownUser;
import org.andiron.security.PublicAddress;
import org.andiron.security.UserDirectory;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.authserver.launch.LaunchHandles;
import org.andiron.security.authserver.launch.LaunchHandles.Launch;
import org.andiron.security.authserver.token.LaunchContext;
import org.andiron.security.authserver.token.RequestParameters;
import org.andiron.security.scope.ContextScope;
import org.andiron.security.scope.SmartScopes;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * Checks what SMART asks of an authorization request beyond OAuth, narrows its scopes to what the
 * app is registered for, and takes its launch up.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/app-launch.html#obtain-authorization-code">Obtain
 *     authorization code</a>
 */
final class AuthorizationRequests implements AuthenticationProvider {

  private final RegisteredClients clients;
  private final LaunchHandles launches;
  private final UserDirectory users;
  private final PublicAddress address;
  private final PromptCheck prompts;
  private final OAuth2AuthorizationCodeRequestAuthenticationProvider provider;

  AuthorizationRequests(
      RegisteredClients clients,
      LaunchHandles launches,
      UserDirectory users,
      PublicAddress address,
      PromptCheck prompts,
      OAuth2AuthorizationCodeRequestAuthenticationProvider provider) {
    this.clients = clients;
    this.launches = launches;
    this.users = users;
    this.address = address;
    this.prompts = prompts;
    this.provider = provider;
    // Redirect URI and scopes are checked here, more strictly than Spring does.
    provider.setAuthenticationValidator(context -> {});
    provider.setAuthorizationConsentRequired(
        context ->
            PromptCheck.of(context.getAuthorizationRequest().getAdditionalParameters()).consent()
                || context.getRegisteredClient().getClientSettings().isRequireAuthorizationConsent()
                || PendingAuthorization.needsPatient(
                    SmartScopes.of(String.join(" ", context.getAuthorizationRequest().getScopes())),
                    context(context.getAuthorizationRequest().getAdditionalParameters())));
  }

  private static LaunchContext context(Map<String, Object> parameters) {
    return parameters.get(LaunchContext.PARAMETER) instanceof String json
        ? LaunchContext.fromJson(json)
        : LaunchContext.NONE;
  }

  @Override
  public @Nullable Authentication authenticate(Authentication authentication) {
    OAuth2AuthorizationCodeRequestAuthenticationToken request =
        (OAuth2AuthorizationCodeRequestAuthenticationToken) authentication;
    Optional<ClientRegistration> client = clients.find(request.getClientId());
    if (client.isEmpty()) {
      throw AuthorizationRefusal.toUser(
          request, "invalid_request", "The app is not registered here.");
    }
    if (request.getRedirectUri() == null
        || !client.get().redirectUris().contains(request.getRedirectUri())) {
      throw AuthorizationRefusal.toUser(
          request, "invalid_request", "redirect_uri is not one that the app is registered with.");
    }
    requireOnce(request);
    requireAudience(request);
    SmartScopes scopes = RequestedScopes.of(request, client.get());
    prompts.requireSignIn(request, client.get());
    Map<String, Object> parameters = new HashMap<>(request.getAdditionalParameters());
    if (SignedInUser.is((Authentication) request.getPrincipal())) {
      LaunchContext context = launchContext(request, scopes);
      scopes = RequestedScopes.within(request, scopes, context);
      PromptCheck.requirePatient(request, scopes, context);
      parameters.put(LaunchContext.PARAMETER, context.toJson());
    }
    OAuth2AuthorizationCodeRequestAuthenticationToken narrowed =
        new OAuth2AuthorizationCodeRequestAuthenticationToken(
            request.getAuthorizationUri(),
            request.getClientId(),
            (Authentication) request.getPrincipal(),
            request.getRedirectUri(),
            request.getState(),
            scopes.texts(),
            parameters);
    narrowed.setDetails(request.getDetails());
    return provider.authenticate(narrowed);
  }

  private static void requireOnce(OAuth2AuthorizationCodeRequestAuthenticationToken request) {
    if (request.getAdditionalParameters().values().stream()
        .anyMatch(value -> !(value instanceof String))) {
      throw AuthorizationRefusal.toApp(
          request, "invalid_request", "A parameter is there more than once.");
    }
    if (request.getState() == null) {
      throw AuthorizationRefusal.toApp(request, "invalid_request", "state is missing.");
    }
  }

  private void requireAudience(OAuth2AuthorizationCodeRequestAuthenticationToken request) {
    Object audience = request.getAdditionalParameters().get("aud");
    if (!(audience instanceof String text)
        || !address.fhirBases().contains(text.replaceAll("/$", ""))) {
      throw AuthorizationRefusal.toApp(
          request, "invalid_request", "aud must be the FHIR base URL of this server.");
    }
  }

  private LaunchContext launchContext(
      OAuth2AuthorizationCodeRequestAuthenticationToken request, SmartScopes scopes) {
    String user = ((Authentication) request.getPrincipal()).getName();
    Object handle = request.getAdditionalParameters().get("launch");
    if (handle == null && scopes.has(ContextScope.LAUNCH)) {
      throw AuthorizationRefusal.toApp(
          request, "invalid_request", "The scope launch needs the parameter launch.");
    }
    if (handle != null) {
      Launch launch =
          launches
              .take(handle.toString())
              .orElseThrow(
                  () ->
                      AuthorizationRefusal.toApp(
                          request,
                          "invalid_request",
                          "launch is not known, or has been used, or has expired."));
      if (!launch.user().equals(user)) {
        throw AuthorizationRefusal.toApp(
            request, "access_denied", "The app was opened for another user.");
      }
      return launch.context();
    }
    return themselves(user).map(LaunchContext.NONE::withPatient).orElse(LaunchContext.NONE);
  }

  /** The id of the Patient that a user is who can see no other. */
  private Optional<String> themselves(String user) {
    return users
        .find(user)
        .filter(it -> it.roles().equals(Set.of("patient")))
        .flatMap(KnownUser::fhirUser)
        .filter(it -> it.startsWith("Patient/"))
        .map(it -> it.substring("Patient/".length()));
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2AuthorizationCodeRequestAuthenticationToken.class.isAssignableFrom(authentication);
  }

  /** Parameters that only this server may set. */
  static boolean isOwn(String parameter) {
    return parameter.startsWith(RequestParameters.PREFIX);
  }
}
