package org.andiron.security.authserver.code;

import jakarta.servlet.Filter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.PublicAddress;
import org.andiron.security.UserDirectory;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.authserver.launch.LaunchHandles;
import org.andiron.security.authserver.token.AuthorizationStore;
import org.andiron.security.authserver.token.IssuerFilter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationConsentAuthenticationConverter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;

/** The authorization endpoint. The pages that it sends people to are elsewhere. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class CodeConfiguration {

  /** Where people sign in. */
  private static final String SIGN_IN_PAGE = "/auth/sign-in";

  /** Where they choose a patient if need be, and say what the app may do. */
  private static final String AUTHORIZATION_PAGE = "/auth/authorization";

  private static final String ENDPOINT = "/oauth2/authorize";

  @Bean
  SignInTime signInTime(Clock clock) {
    return new SignInTime(clock);
  }

  @Bean
  PendingAuthorizations pendingAuthorizations(
      AuthorizationStore authorizations, RegisteredClients clients) {
    return new PendingAuthorizations(authorizations, clients);
  }

  @Bean
  @Order(200)
  SecurityFilterChain authorizationEndpointChain(
      PublicAddress address,
      RegisteredClients clients,
      AuthorizationStore authorizations,
      LaunchHandles launches,
      ObjectProvider<UserDirectory> users,
      ObjectProvider<RefusalPage> refusals,
      ApplicationEventPublisher events,
      Clock clock) {
    UserDirectory directory =
        name -> Optional.ofNullable(users.getIfAvailable()).flatMap(it -> it.find(name));
    AuthorizationRequests requests =
        new AuthorizationRequests(
            clients,
            launches,
            directory,
            address,
            new PromptCheck(clock),
            // Nothing is ever put into it: what was allowed once is not allowed for ever.
            new OAuth2AuthorizationCodeRequestAuthenticationProvider(
                clients, authorizations, new InMemoryOAuth2AuthorizationConsentService()));
    OAuth2AuthorizationEndpointFilter endpoint =
        new OAuth2AuthorizationEndpointFilter(
            new ProviderManager(requests, new AuthorizationDecisions(authorizations, clock)),
            ENDPOINT);
    endpoint.setAuthenticationConverter(
        new DelegatingAuthenticationConverter(
            new AuthorizationRequestConverter(),
            new OAuth2AuthorizationConsentAuthenticationConverter()));
    AuthorizationResponses responses =
        new AuthorizationResponses(
            address, refusals::getIfAvailable, clients, authorizations, events);
    endpoint.setAuthenticationSuccessHandler(responses);
    endpoint.setAuthenticationFailureHandler(responses);
    endpoint.setConsentPage(AUTHORIZATION_PAGE);
    HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
    HttpSessionRequestCache cache = new HttpSessionRequestCache();
    cache.setMatchingRequestParameterName(null);
    List<Filter> filters =
        List.of(
            new SecurityContextHolderFilter(contexts),
            new IssuerFilter(address),
            new PostedRequestFilter(),
            new SignInAgainFilter(contexts, clock),
            endpoint,
            new SignInRedirectFilter(cache, SIGN_IN_PAGE));
    return new DefaultSecurityFilterChain(
        request -> request.getRequestURI().equals(ENDPOINT), filters);
  }
}
