package org.andiron.server.guard;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.andiron.server.CdsEndpoint;
import org.andiron.server.FhirContribution;
import org.andiron.server.FhirEndpoint;
import org.andiron.server.FilterChainOrder;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the guard before the FHIR endpoint, and its limits into Tomcat and HAPI. */
@Configuration(proxyBeanMethods = false)
class GuardConfiguration {

  /**
   * The characters FHIR clients send as they are, all that Tomcat can be made to accept. <a
   * href="https://tomcat.apache.org/tomcat-10.1-doc/config/http.html">Tomcat's connector</a>.
   */
  private static final String UNESCAPED_CHARACTERS = "\"<>[\\]^`{|}";

  /** Room above our own limits, so that the guard answers, which can say more than Tomcat. */
  private static final int HEADER_SLACK = 64 * 1024;

  @Bean
  BodyBudget bodyBudget(LimitsProperties limits) {
    return new BodyBudget(limits.bufferedBodies().toBytes());
  }

  @Bean
  MeterBinder bodyBudgetMetrics(BodyBudget budget) {
    return registry ->
        Gauge.builder("andiron.bodies.buffered", budget, BodyBudget::used)
            .description("Bytes of request bodies held in memory")
            .baseUnit("bytes")
            .register(registry);
  }

  /** For all paths, those beside the FHIR endpoint too. */
  @Bean
  FilterRegistrationBean<PathSpellingFilter> pathSpellingFilter() {
    FilterRegistrationBean<PathSpellingFilter> registration =
        new FilterRegistrationBean<>(new PathSpellingFilter());
    registration.setOrder(FilterChainOrder.PATH_SPELLING);
    return registration;
  }

  @Bean
  FilterRegistrationBean<RequestGuardFilter> requestGuardFilter(
      LimitsProperties limits, BodyBudget budget) {
    FilterRegistrationBean<RequestGuardFilter> registration =
        new FilterRegistrationBean<>(new RequestGuardFilter(limits, budget));
    registration.addUrlPatterns(FhirEndpoint.PATH + "/*", CdsEndpoint.PATH + "/*");
    registration.setOrder(FilterChainOrder.GUARD);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> guardedConnector(
      LimitsProperties limits) {
    return factory -> factory.addConnectorCustomizers(connector -> guard(connector, limits));
  }

  private static void guard(Connector connector, LimitsProperties limits) {
    connector.setMaxParameterCount(limits.parameters());
    connector.setProperty("relaxedPathChars", UNESCAPED_CHARACTERS);
    connector.setProperty("relaxedQueryChars", UNESCAPED_CHARACTERS);
    // A body refused by its Content-Length is then never sent.
    connector.setProperty("continueResponseTiming", "onRead");
    if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
      http.setMaxHttpRequestHeaderSize(
          (int) (limits.url().toBytes() + limits.headers().toBytes()) + HEADER_SLACK);
    }
  }

  @Bean
  FhirContribution limitsContribution(LimitsProperties limits) {
    return FhirContribution.ofInterceptors(
        new SharedBodyInterceptor(),
        new QueryLimitsInterceptor(limits),
        new GraphqlLimitsInterceptor(limits),
        new JsonPatchLimitsInterceptor(limits));
  }
}
