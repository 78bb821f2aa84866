package org.andiron.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.api.BundleInclusionRule;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.BasePagingProvider;
import ca.uhn.fhir.rest.server.ETagSupportEnum;
import ca.uhn.fhir.rest.server.ElementsSupportEnum;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import java.util.List;
import org.andiron.startup.AndironVersion;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The FHIR endpoint under {@code /fhir}: HAPI's server with what the features contribute. */
@Configuration(proxyBeanMethods = false)
class FhirServerConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(FhirServerConfiguration.class);

  /**
   * Lets Spring remember which beans are of a type from here on, where all definitions are known.
   * It would do so only after the web server, which asks for most beans: each of HAPI's 146
   * resource types then looks through all beans for each of its dependencies.
   */
  @Bean
  static WebServerFactoryCustomizer<ConfigurableWebServerFactory> rememberedBeanTypes(
      ConfigurableListableBeanFactory beans) {
    return factory -> beans.freezeConfiguration();
  }

  @Bean
  RestfulServer restfulServer(
      FhirContext fhirContext,
      ServerProperties properties,
      ResourceProviderFactory resourceProviders,
      JpaSystemProvider<Bundle, Meta> systemProvider,
      BasePagingProvider pagingProvider,
      List<FhirServerCustomizer> customizers,
      List<FhirContribution> contributions,
      List<SeparateType> separateTypes) {
    LOG.info("Preparing the FHIR endpoint");
    RestfulServer server = new RestfulServer(fhirContext);
    server.setServerName("Andiron");
    server.setServerVersion(AndironVersion.current());
    server.setImplementationDescription("Andiron FHIR R4 server");
    server.setDefaultResponseEncoding(EncodingEnum.JSON);
    server.setDefaultPrettyPrint(false);
    server.setElementsSupport(ElementsSupportEnum.EXTENDED);
    server.setBundleInclusionRule(BundleInclusionRule.BASED_ON_RESOURCE_PRESENCE);
    server.setETagSupport(ETagSupportEnum.ENABLED);
    pagingProvider.setDefaultPageSize(properties.defaultPageSize());
    pagingProvider.setMaximumPageSize(properties.maximumPageSize());
    server.setPagingProvider(pagingProvider);
    server.setServerAddressStrategy(properties.addressStrategy());
    customizers.forEach(it -> it.customize(server));
    // Interceptors first: some of them decide which methods of a provider are bound.
    contributions.forEach(it -> it.interceptors().forEach(server::registerInterceptor));
    server.registerProviders(
        resourceProviders.createProviders().stream()
            .filter(it -> !isOf(separateTypes, it, fhirContext))
            .toList());
    server.registerProvider(systemProvider);
    contributions.forEach(it -> server.registerProviders(List.copyOf(it.providers())));
    return server;
  }

  private static boolean isOf(List<SeparateType> types, Object provider, FhirContext context) {
    return provider instanceof IResourceProvider ofType
        && types.contains(new SeparateType(context.getResourceType(ofType.getResourceType())));
  }

  @Bean
  OwnBaseUrls ownBaseUrls(
      ServerProperties properties,
      org.springframework.boot.autoconfigure.web.ServerProperties webServer) {
    return new OwnBaseUrls(
        properties.baseUrl(),
        webServer.getAddress(),
        webServer.getSsl() != null && webServer.getSsl().isEnabled());
  }

  @Bean
  ServletRegistrationBean<RestfulServer> fhirServlet(RestfulServer server) {
    ServletRegistrationBean<RestfulServer> registration =
        new ServletRegistrationBean<>(server, FhirEndpoint.PATH + "/*");
    registration.setName("fhir");
    registration.setLoadOnStartup(1);
    return registration;
  }
}
