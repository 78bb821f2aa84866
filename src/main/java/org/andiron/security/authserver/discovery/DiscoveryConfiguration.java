package org.andiron.security.authserver.discovery;

import java.time.Duration;
import java.util.function.Supplier;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.PublicAddress;
import org.andiron.security.authserver.key.SigningKeys;
import org.andiron.security.resourceserver.SecurityStatement;
import org.andiron.server.CapabilityCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Serves the discovery documents and the key set. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class DiscoveryConfiguration {

  private static final Duration CACHED = Duration.ofMinutes(5);

  @Bean
  Metadata smartMetadata(PublicAddress address) {
    return new Metadata(address);
  }

  @Bean
  CapabilityCustomizer securityStatement(Metadata metadata) {
    return new SecurityStatement(metadata::endpoints);
  }

  @Bean
  ServletRegistrationBean<JsonDocumentServlet> smartConfigurationDocument(Metadata metadata) {
    return document(
        "smart-configuration", "/fhir/.well-known/smart-configuration", metadata::smart, CACHED);
  }

  @Bean
  ServletRegistrationBean<JsonDocumentServlet> openIdConfigurationDocument(Metadata metadata) {
    return document(
        "openid-configuration", "/.well-known/openid-configuration", metadata::openId, CACHED);
  }

  @Bean
  ServletRegistrationBean<JsonDocumentServlet> keySetDocument(SigningKeys keys) {
    return document(
        "jwks", "/oauth2/jwks", () -> keys.published().toString(), SigningKeys.CACHED_BY_OTHERS);
  }

  private static ServletRegistrationBean<JsonDocumentServlet> document(
      String name, String path, Supplier<String> content, Duration cached) {
    ServletRegistrationBean<JsonDocumentServlet> registration =
        new ServletRegistrationBean<>(new JsonDocumentServlet(content, cached), path);
    registration.setName(name);
    return registration;
  }
}
