package org.andiron.risk.monitoring;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.risk.feedback.FeedbackStore;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.RegistryProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts together what watches risk models. */
@Configuration(proxyBeanMethods = false)
class MonitoringConfiguration {

  @Bean
  CountStore riskCountStore(DataSource dataSource) {
    return new CountStore(new JdbcTemplate(dataSource), UUID.randomUUID(), Instant.now());
  }

  @Bean
  OutcomeStore riskOutcomeStore(DataSource dataSource) {
    return new OutcomeStore(new JdbcTemplate(dataSource));
  }

  @Bean
  RiskMonitor riskMonitor(
      ModelRegistry registry, CountStore store, OutcomeStore outcomes, FeedbackStore feedback) {
    return new RiskMonitor(registry, store, outcomes, feedback, Clock.systemUTC());
  }

  @Bean
  DriftWatch riskDriftWatch(
      ModelRegistry registry,
      ModelDeployment deployment,
      RiskMonitor monitor,
      CountStore store,
      OutcomeStore outcomes,
      DataSource dataSource,
      DaoRegistry daos,
      IHapiTransactionService transactions,
      MonitoringProperties settings,
      RegistryProperties registrySettings) {
    return new DriftWatch(
        registry,
        deployment,
        monitor,
        store,
        outcomes,
        new AlarmStore(new JdbcTemplate(dataSource)),
        daos,
        transactions,
        settings.referenceSize(),
        registrySettings.fallBack());
  }

  @Bean
  MonitoringLifecycle riskMonitoringLifecycle(
      RiskMonitor monitor,
      DriftWatch watch,
      MeterRegistry registry,
      MonitoringProperties settings) {
    return new MonitoringLifecycle(monitor, watch, new MonitorMeters(registry), settings);
  }
}
