package org.andiron.security.resourceserver;

import jakarta.servlet.Filter;
import java.time.Clock;
import java.util.List;
import org.andiron.security.Caller;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.ConditionalOnSmartMode;
import org.andiron.security.authserver.client.ClientOrigins;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.authserver.token.AccessTokens;
import org.andiron.security.authserver.token.AuthorizationStore;
import org.andiron.server.CdsEndpoint;
import org.andiron.server.FhirEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.CorsFilter;

/** Asks for a token everywhere: at the FHIR endpoint of everybody, elsewhere of administrators. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSmartMode
class ResourceServerConfiguration {

  /**
   * The FHIR endpoint; CDS services and where an EHR creates launches decide themselves who may.
   */
  private static final RequestMatcher EVERYBODY =
      request ->
          request.getRequestURI().equals(FhirEndpoint.PATH)
              || request.getRequestURI().startsWith(FhirEndpoint.PATH + "/")
              || request.getRequestURI().equals(CdsEndpoint.PATH)
              || request.getRequestURI().startsWith(CdsEndpoint.PATH + "/")
              || request.getRequestURI().equals("/auth/launch");

  @Bean
  @ConditionalOnOwnIssuer
  TokenCheck ownTokens(AccessTokens tokens, AuthorizationStore authorizations) {
    return new OwnTokens(tokens, authorizations);
  }

  @Bean
  @ConditionalOnOwnIssuer
  AllowedOrigins originsOfClients(RegisteredClients clients) {
    return () -> ClientOrigins.of(clients);
  }

  @Bean
  @Order(150)
  SecurityFilterChain fhirChain(TokenCheck tokens, AllowedOrigins allowed, Clock clock) {
    Filter origins =
        new CorsFilter(new ClientOrigins(allowed::current, OpenPaths::contains, clock));
    Filter bearer = new BearerTokenFilter(tokens, caller -> true);
    return new DefaultSecurityFilterChain(EVERYBODY, List.of(origins, bearer));
  }

  /** Provisioning, which is for those with a scope of its own; it asks for it itself. */
  @Bean
  @Order(160)
  SecurityFilterChain provisioningChain(TokenCheck tokens) {
    Filter bearer = new BearerTokenFilter(tokens, caller -> true);
    return new DefaultSecurityFilterChain(
        request -> request.getRequestURI().startsWith("/scim/v2/"), List.of(bearer));
  }

  @Bean
  MetricsPort metricsPort() {
    return new MetricsPort();
  }

  @Bean
  @Order(170)
  SecurityFilterChain metricsChain(MetricsPort metrics) {
    return new DefaultSecurityFilterChain(metrics::opens, List.of());
  }

  /** Whatever no other chain is for, other spellings of its paths too. */
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  SecurityFilterChain remainingChain(TokenCheck tokens) {
    Filter bearer = new BearerTokenFilter(tokens, Caller::administrator);
    return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, List.of(bearer));
  }
}
