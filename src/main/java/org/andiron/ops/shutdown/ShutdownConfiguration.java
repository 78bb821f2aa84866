package org.andiron.ops.shutdown;

import ca.uhn.fhir.broker.api.IChannelConsumer;
import ca.uhn.fhir.jpa.model.sched.ISchedulerService;
import java.util.ArrayList;
import java.util.List;
import org.andiron.ops.interaction.FhirCall;
import org.andiron.server.CdsEndpoint;
import org.andiron.server.FilterChainOrder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The order of a stop: readiness says no (Spring Boot), requests drain, the web server closes,
 * scheduled and batch work pauses, beans are destroyed, the data source after those that use it and
 * the embedded database last.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ShutdownProperties.class)
public class ShutdownConfiguration {

  @Bean
  Drain drain() {
    return new Drain();
  }

  @Bean
  DrainLifecycle drainLifecycle(Drain drain, ShutdownProperties properties) {
    return new DrainLifecycle(drain, properties);
  }

  @Bean
  FilterRegistrationBean<DrainFilter> drainFilter(Drain drain, ShutdownProperties properties) {
    FilterRegistrationBean<DrainFilter> registration =
        new FilterRegistrationBean<>(new DrainFilter(drain, properties.retryAfter()));
    registration.setName("drain");
    registration.setOrder(FilterChainOrder.DRAIN);
    registration.addUrlPatterns(FhirCall.BASE_PATH + "/*", CdsEndpoint.PATH + "/*");
    return registration;
  }

  @Bean
  BackgroundWorkLifecycle backgroundWorkLifecycle(
      ObjectProvider<ISchedulerService> schedulers, ObjectProvider<IChannelConsumer<?>> consumers) {
    List<Runnable> pauses = new ArrayList<>();
    schedulers.orderedStream().forEach(scheduler -> pauses.add(scheduler::pause));
    consumers.orderedStream().forEach(consumer -> pauses.add(consumer::close));
    return new BackgroundWorkLifecycle(pauses);
  }
}
