package org.andiron.security.authserver;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.PublicAddress;
import org.andiron.security.authserver.backend.AssertionConverter;
import org.andiron.security.authserver.backend.AssertionDecoders;
import org.andiron.security.authserver.backend.BackendTokens;
import org.andiron.security.authserver.client.ClientOrigins;
import org.andiron.security.authserver.client.PublicClientConverter;
import org.andiron.security.authserver.client.PublicClients;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.authserver.token.AccessTokens;
import org.andiron.security.authserver.token.AuthorizationStore;
import org.andiron.security.authserver.token.BearerClients;
import org.andiron.security.authserver.token.EndpointPaths;
import org.andiron.security.authserver.token.IssuerFilter;
import org.andiron.security.authserver.token.RefreshGrants;
import org.andiron.security.authserver.token.TokenIntrospection;
import org.andiron.security.authserver.token.TokenRevocation;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.PublicClientAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenIntrospectionEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenRevocationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2RefreshTokenAuthenticationConverter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.CorsFilter;

/**
 * The endpoints that only clients call. Put together by hand of Spring Authorization Server's
 * parts: its own configuration also opens endpoints that SMART does not have, such as those for
 * devices and token exchange, and lets a bearer token stand for a signed-in user.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class TokenEndpointConfiguration {

  private static final RequestMatcher ENDPOINTS =
      request ->
          List.of(EndpointPaths.TOKEN, EndpointPaths.INTROSPECT, EndpointPaths.REVOKE)
              .contains(request.getRequestURI());

  @Bean
  @Order(100)
  SecurityFilterChain tokenEndpointChain(
      PublicAddress address,
      RegisteredClients clients,
      AuthorizationStore authorizations,
      AccessTokens accessTokens,
      AssertionDecoders assertions,
      OAuth2TokenGenerator<?> generator,
      ApplicationEventPublisher events,
      Clock clock) {
    AuthenticationFailureHandler refusals =
        new TokenRefusals(new ClaimedClient(clients), authorizations, events);
    BearerClients bearers = new BearerClients(accessTokens, authorizations, clients);
    List<Filter> filters =
        List.of(
            new CorsFilter(
                new ClientOrigins(() -> ClientOrigins.of(clients), request -> false, clock)),
            new SecurityContextHolderFilter(new RequestAttributeSecurityContextRepository()),
            new IssuerFilter(address),
            clientAuthentication(clients, authorizations, assertions, bearers, refusals),
            new KnownClientFilter(refusals),
            token(clients, authorizations, generator, refusals, events),
            introspection(clients, authorizations, address, refusals, events),
            revocation(authorizations, refusals, events));
    return new DefaultSecurityFilterChain(ENDPOINTS, filters);
  }

  private static Filter clientAuthentication(
      RegisteredClients clients,
      AuthorizationStore authorizations,
      AssertionDecoders assertions,
      BearerClients bearers,
      AuthenticationFailureHandler refusals) {
    JwtClientAssertionAuthenticationProvider byAssertion =
        new JwtClientAssertionAuthenticationProvider(clients, authorizations);
    byAssertion.setJwtDecoderFactory(assertions);
    ClientSecretAuthenticationProvider bySecret =
        new ClientSecretAuthenticationProvider(clients, authorizations);
    bySecret.setPasswordEncoder(RegisteredClients.secretDigest());
    OAuth2ClientAuthenticationFilter filter =
        new OAuth2ClientAuthenticationFilter(
            manager(
                byAssertion,
                bySecret,
                bearers,
                new PublicClients(
                    clients, new PublicClientAuthenticationProvider(clients, authorizations))),
            ENDPOINTS);
    AuthenticationConverter publicClient = new PublicClientConverter(authorizations);
    filter.setAuthenticationConverter(
        converter(
            TokenEndpointConfiguration::refuseQuery,
            new AssertionConverter(),
            new ClientSecretBasicAuthenticationConverter(),
            new ClientSecretPostAuthenticationConverter(),
            request ->
                request.getRequestURI().equals(EndpointPaths.INTROSPECT)
                    ? bearers.convert(request)
                    : publicClient.convert(request)));
    filter.setAuthenticationFailureHandler(refusals);
    return filter;
  }

  /** URLs are logged: nothing of a token request may stand there. */
  private static @Nullable Authentication refuseQuery(HttpServletRequest request) {
    if (request.getQueryString() != null) {
      throw new OAuth2AuthenticationException(
          new OAuth2Error(
              OAuth2ErrorCodes.INVALID_REQUEST, "all parameters must be in the body", null));
    }
    return null;
  }

  private static Filter token(
      RegisteredClients clients,
      AuthorizationStore authorizations,
      OAuth2TokenGenerator<?> generator,
      AuthenticationFailureHandler refusals,
      ApplicationEventPublisher events) {
    OAuth2TokenEndpointFilter filter =
        new OAuth2TokenEndpointFilter(
            manager(
                new OAuth2AuthorizationCodeAuthenticationProvider(authorizations, generator),
                new RefreshGrants(authorizations, clients, generator),
                new BackendTokens(
                    clients,
                    new OAuth2ClientCredentialsAuthenticationProvider(authorizations, generator))),
            EndpointPaths.TOKEN);
    filter.setAuthenticationConverter(
        converter(
            new OAuth2AuthorizationCodeAuthenticationConverter(),
            new OAuth2RefreshTokenAuthenticationConverter(),
            new OAuth2ClientCredentialsAuthenticationConverter()));
    filter.setAuthenticationSuccessHandler(new TokenAnswers(authorizations, events));
    filter.setAuthenticationFailureHandler(refusals);
    return filter;
  }

  private static Filter introspection(
      RegisteredClients clients,
      AuthorizationStore authorizations,
      PublicAddress address,
      AuthenticationFailureHandler refusals,
      ApplicationEventPublisher events) {
    OAuth2TokenIntrospectionEndpointFilter filter =
        new OAuth2TokenIntrospectionEndpointFilter(
            manager(
                new TokenIntrospection(
                    new OAuth2TokenIntrospectionAuthenticationProvider(clients, authorizations),
                    authorizations,
                    address,
                    events)),
            EndpointPaths.INTROSPECT);
    filter.setAuthenticationFailureHandler(refusals);
    return filter;
  }

  private static Filter revocation(
      AuthorizationStore authorizations,
      AuthenticationFailureHandler refusals,
      ApplicationEventPublisher events) {
    OAuth2TokenRevocationEndpointFilter filter =
        new OAuth2TokenRevocationEndpointFilter(
            manager(new TokenRevocation(authorizations, events)), EndpointPaths.REVOKE);
    filter.setAuthenticationFailureHandler(refusals);
    return filter;
  }

  private static AuthenticationManager manager(AuthenticationProvider... providers) {
    return new ProviderManager(providers);
  }

  private static AuthenticationConverter converter(AuthenticationConverter... converters) {
    return new DelegatingAuthenticationConverter(converters);
  }
}
