package org.andiron.ops.admission;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.andiron.ops.interaction.FhirCall;
import org.andiron.server.CdsEndpoint;
import org.andiron.server.FilterChainOrder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts admission control before the FHIR endpoint and CDS services. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AdmissionProperties.class)
public class AdmissionConfiguration {

  /** What a data source that is no pool is taken to bear. */
  private static final int UNPOOLED = 20;

  @Bean
  Admission admission(
      AdmissionProperties properties,
      ServerProperties web,
      ObjectProvider<DataSource> dataSource,
      MeterRegistry registry) {
    int poolSize =
        dataSource.getIfAvailable() instanceof HikariDataSource pool
            ? pool.getMaximumPoolSize()
            : UNPOOLED;
    int threads = web.getTomcat().getThreads().getMax();
    return new Admission(AdmissionLimits.of(properties, poolSize, threads), registry);
  }

  @Bean
  FilterRegistrationBean<AdmissionFilter> admissionFilter(
      Admission admission, AdmissionProperties properties, ObjectProvider<CallerKey> callerKey) {
    FilterRegistrationBean<AdmissionFilter> registration =
        new FilterRegistrationBean<>(
            new AdmissionFilter(
                admission, callerKey.getIfAvailable(RemoteNetwork::new), properties.retryAfter()));
    registration.setName("admission");
    registration.setOrder(FilterChainOrder.ADMISSION);
    registration.addUrlPatterns(FhirCall.BASE_PATH + "/*", CdsEndpoint.PATH + "/*");
    registration.setEnabled(properties.enabled());
    return registration;
  }
}
