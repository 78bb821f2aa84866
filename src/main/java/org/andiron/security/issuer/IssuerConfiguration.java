package org.andiron.security.issuer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.ConditionalOnExternalIssuer;
import org.andiron.security.PublicAddress;
import org.andiron.security.SecurityProperties;
import org.andiron.security.issuer.ExternalProperties.Validation;
import org.andiron.security.operator.OperatorKey;
import org.andiron.security.resourceserver.AllowedOrigins;
import org.andiron.security.resourceserver.SecurityStatement;
import org.andiron.security.resourceserver.TokenCheck;
import org.andiron.security.role.RolePolicies;
import org.andiron.security.subscriber.OwnerLookup;
import org.andiron.server.CapabilityCustomizer;
import org.andiron.startup.StartupRefusedException;
import org.apache.http.impl.client.CloseableHttpClient;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;

/** Takes tokens of an issuer elsewhere; nothing of our own authorization server is there then. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExternalIssuer
class IssuerConfiguration {

  private static final Clock CLOCK = Clock.systemUTC();

  @Bean
  IssuerHttp issuerHttp(CloseableHttpClient egressHttpClient) {
    return new IssuerHttp(egressHttpClient);
  }

  @Bean
  IssuerMetadata issuerMetadata(
      SecurityProperties security, ExternalProperties settings, IssuerHttp http) {
    URI issuer = Objects.requireNonNull(security.issuer());
    return new IssuerMetadata(issuer, settings.discoveryUri(), http, CLOCK);
  }

  @Bean
  TokenCheck externalTokens(
      ExternalProperties settings,
      IssuerMetadata metadata,
      IssuerHttp http,
      OperatorKey operator,
      RolePolicies roles,
      PublicAddress address) {
    requireKnownRoles(settings, roles);
    TokenClaimsSource issued =
        settings.validation() == Validation.INTROSPECTION
            ? new IntrospectedTokens(settings, metadata, http, CLOCK)
            : new SignedTokens(new IssuerKeys(settings.jwksUri(), metadata, http, CLOCK));
    return new ExternalTokens(
        new OperatorTokens(operator, address, CLOCK),
        issued,
        new TokenRules(
            metadata.issuer(), settings.validation(), () -> audience(settings, address), CLOCK),
        new ExternalCallers(metadata.issuer(), settings, roles.names(), address::fhirBases));
  }

  private static Collection<String> audience(ExternalProperties settings, PublicAddress address) {
    return settings.audience().isEmpty() ? address.fhirBases() : settings.audience();
  }

  private static void requireKnownRoles(ExternalProperties settings, RolePolicies roles) {
    Set<String> unknown = new TreeSet<>();
    settings.ourRoles().values().forEach(unknown::addAll);
    unknown.removeAll(roles.names());
    if (!unknown.isEmpty()) {
      throw new StartupRefusedException(
          "andiron.security.external.role-mapping names roles that there are not: "
              + String.join(", ", unknown)
              + "; there are "
              + String.join(", ", roles.names()));
    }
  }

  @Bean
  AllowedOrigins configuredOrigins(ExternalProperties settings) {
    return () -> Set.copyOf(settings.origins());
  }

  @Bean
  OwnerLookup externalOwners(IssuerMetadata metadata, ExternalProperties settings) {
    return new ExternalOwners(metadata.issuer(), settings);
  }

  @Bean
  CapabilityCustomizer issuerStatement(IssuerMetadata metadata) {
    return new SecurityStatement(new IssuerEndpoints(metadata));
  }

  @Bean
  ServletRegistrationBean<IssuerDocumentServlet> issuerSmartConfiguration(
      IssuerMetadata metadata, ExternalProperties settings) {
    IssuerSmartConfiguration configuration =
        new IssuerSmartConfiguration(metadata, settings.capabilities());
    return document(
        "smart-configuration", "/fhir/.well-known/smart-configuration", configuration::document);
  }

  /** Tells the operator's commands whom to sign their tokens for. */
  @Bean
  ServletRegistrationBean<IssuerDocumentServlet> operatorDocument(PublicAddress address) {
    return document(
        "operator",
        "/.well-known/andiron-operator",
        () -> JsonNodeFactory.instance.objectNode().put("audience", address.fhirBase()).toString());
  }

  private static ServletRegistrationBean<IssuerDocumentServlet> document(
      String name, String path, IssuerDocumentServlet.Document content) {
    ServletRegistrationBean<IssuerDocumentServlet> registration =
        new ServletRegistrationBean<>(new IssuerDocumentServlet(content), path);
    registration.setName(name);
    return registration;
  }

  @Bean
  @Order(140)
  SecurityFilterChain elsewhereChain(IssuerMetadata metadata) {
    return new DefaultSecurityFilterChain(
        ElsewhereFilter::concerns, List.of(new ElsewhereFilter(metadata.issuer())));
  }
}
