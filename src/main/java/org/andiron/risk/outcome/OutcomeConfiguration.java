package org.andiron.risk.outcome;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import java.time.Clock;
import javax.sql.DataSource;
import org.andiron.risk.monitoring.OutcomeStore;
import org.andiron.risk.record.RecordReader;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.server.FhirContribution;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.SelectedResources;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts together what keeps and finds outcomes. */
@Configuration(proxyBeanMethods = false)
class OutcomeConfiguration {

  private static final Clock CLOCK = Clock.systemUTC();

  @Bean
  FhirContribution riskOutcomeOperation(
      DaoRegistry daos,
      IHapiTransactionService transactions,
      ObjectProvider<RestrictedAccess> access,
      ModelRegistry registry,
      OutcomeStore store) {
    return FhirContribution.ofProviders(
        new RiskOutcomeOperation(
            new OutcomeRecording(daos, transactions, access, registry, store, CLOCK), CLOCK));
  }

  @Bean
  OutcomeSweep riskOutcomeSweep(
      DaoRegistry daos,
      IHapiTransactionService transactions,
      ModelRegistry registry,
      RecordReader records,
      SelectedResources search,
      OutcomeStore store,
      DataSource dataSource,
      OutcomeProperties settings) {
    return new OutcomeSweep(
        daos,
        registry,
        records,
        new DueAssessments(transactions, new JdbcTemplate(dataSource), search),
        store,
        dataSource,
        settings.lag(),
        CLOCK);
  }

  @Bean
  OutcomeLifecycle riskOutcomeLifecycle(OutcomeSweep sweep, OutcomeProperties settings) {
    return new OutcomeLifecycle(sweep, settings);
  }
}
