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
import org.andiron.security.authserver.token.AuthorizationStore;
import org.andiron.security.authserver.token.EndpointPaths;
import org.andiron.security.authserver.token.IssuerFilter;
import org.andiron.security.authserver.token.RefreshGrants;
import org.andiron.security.authserver.token.TokenResponses;
import org.jspecify.annotations.Nullable;
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
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.PublicClientAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenIntrospectionEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenRevocationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AccessTokenResponseAuthenticationSuccessHandler;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2RefreshTokenAuthenticationConverter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationConverter;
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
      AssertionDecoders assertions,
      OAuth2TokenGenerator<?> generator) {
    List<Filter> filters =
        List.of(
            new CorsFilter(
                new ClientOrigins(
                    () -> ClientOrigins.of(clients), request -> false, Clock.systemUTC())),
            new SecurityContextHolderFilter(new RequestAttributeSecurityContextRepository()),
            new IssuerFilter(address),
            clientAuthentication(clients, authorizations, assertions),
            new KnownClientFilter(),
            token(clients, authorizations, generator),
            introspection(clients, authorizations),
            revocation(authorizations));
    return new DefaultSecurityFilterChain(ENDPOINTS, filters);
  }

  private static Filter clientAuthentication(
      RegisteredClients clients, AuthorizationStore authorizations, AssertionDecoders assertions) {
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
                new PublicClients(
                    clients, new PublicClientAuthenticationProvider(clients, authorizations))),
            ENDPOINTS);
    AuthenticationConverter publicClient = new PublicClientConverter();
    filter.setAuthenticationConverter(
        converter(
            TokenEndpointConfiguration::refuseQuery,
            new AssertionConverter(),
            new ClientSecretBasicAuthenticationConverter(),
            new ClientSecretPostAuthenticationConverter(),
            request ->
                request.getRequestURI().equals(EndpointPaths.INTROSPECT)
                    ? null
                    : publicClient.convert(request)));
    filter.setAuthenticationFailureHandler(new OAuthErrors());
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
      OAuth2TokenGenerator<?> generator) {
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
    OAuth2AccessTokenResponseAuthenticationSuccessHandler answer =
        new OAuth2AccessTokenResponseAuthenticationSuccessHandler();
    answer.setAccessTokenResponseCustomizer(new TokenResponses(authorizations)::complete);
    filter.setAuthenticationSuccessHandler(answer);
    filter.setAuthenticationFailureHandler(new OAuthErrors());
    return filter;
  }

  private static Filter introspection(
      RegisteredClients clients, AuthorizationStore authorizations) {
    OAuth2TokenIntrospectionEndpointFilter filter =
        new OAuth2TokenIntrospectionEndpointFilter(
            manager(new OAuth2TokenIntrospectionAuthenticationProvider(clients, authorizations)),
            EndpointPaths.INTROSPECT);
    filter.setAuthenticationFailureHandler(new OAuthErrors());
    return filter;
  }

  private static Filter revocation(AuthorizationStore authorizations) {
    OAuth2TokenRevocationEndpointFilter filter =
        new OAuth2TokenRevocationEndpointFilter(
            manager(new OAuth2TokenRevocationAuthenticationProvider(authorizations)),
            EndpointPaths.REVOKE);
    filter.setAuthenticationFailureHandler(new OAuthErrors());
    return filter;
  }

  private static AuthenticationManager manager(AuthenticationProvider... providers) {
    return new ProviderManager(providers);
  }

  private static AuthenticationConverter converter(AuthenticationConverter... converters) {
    return new DelegatingAuthenticationConverter(converters);
  }
}
