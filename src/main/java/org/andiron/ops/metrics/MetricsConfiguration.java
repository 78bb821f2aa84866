package org.andiron.ops.metrics;

import ca.uhn.fhir.rest.server.RestfulServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationPredicate;
import org.andiron.ops.interaction.FhirCall;
import org.andiron.storage.SearchIndex;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/** Records requests to the FHIR endpoint. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LoggingProperties.class)
public class MetricsConfiguration {

  @Bean
  RequestTags requestTags(ObjectProvider<RestfulServer> server) {
    return new RequestTags(new KnownOperations(server::getIfAvailable));
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> requestRecorderValve(
      MeterRegistry registry, RequestTags tags, LoggingProperties logging) {
    return factory ->
        factory.addEngineValves(new RequestRecorder(registry, tags, new RequestLog(logging)));
  }

  @Bean
  MeterBinder searchIndexMeter(SearchIndex index) {
    return registry ->
        Gauge.builder(AndironMeter.SEARCH_INDEX.getName(), index, SearchIndex::share)
            .register(registry);
  }

  /**
   * Spring Boot's {@code http.server.requests} would count FHIR requests a second time, without
   * what they are.
   */
  @Bean
  ObservationPredicate fhirRequestsAreRecordedOnce() {
    return (name, context) ->
        !(context instanceof ServerRequestObservationContext server
            && server.getCarrier() != null
            && FhirCall.isBelowBase(server.getCarrier().getServletPath()));
  }
}
