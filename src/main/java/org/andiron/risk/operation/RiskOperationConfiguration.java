package org.andiron.risk.operation;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import java.time.Clock;
import javax.sql.DataSource;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.ConsentContext;
import org.andiron.risk.monitoring.RiskMonitor;
import org.andiron.risk.population.PopulationScoring;
import org.andiron.risk.population.Scorer;
import org.andiron.risk.record.RecordReader;
import org.andiron.risk.record.ScoringRefusals;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.server.FhirContribution;
import org.andiron.storage.SelectedResources;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The operations of risk scores. */
@Configuration(proxyBeanMethods = false)
class RiskOperationConfiguration {

  private static final Clock CLOCK = Clock.systemUTC();

  @Bean
  RiskScoring riskScoring(
      RecordReader records,
      ModelRegistry registry,
      ScoringRefusals refusals,
      ConsentContext consents,
      RiskMonitor monitor,
      AuditTrail trail) {
    return new RiskScoring(
        records, registry, refusals, new ScoringConsents(consents), monitor, trail, CLOCK);
  }

  @Bean
  StoredAnswers riskStoredAnswers(
      DaoRegistry daos,
      IHapiTransactionService transactions,
      DataSource dataSource,
      SelectedResources search) {
    return new StoredAnswers(daos, transactions, new JdbcTemplate(dataSource), search, CLOCK);
  }

  @Bean
  Scorer riskPopulationScorer(RiskScoring scoring, StoredAnswers stored, ModelRegistry registry) {
    return new PopulationScorer(scoring, stored, registry, CLOCK);
  }

  @Bean
  FhirContribution riskOperations(
      RiskScoring scoring,
      StoredAnswers stored,
      ModelRegistry registry,
      PopulationScoring populations,
      RecordReader records,
      DaoRegistry daos) {
    return FhirContribution.ofProviders(
        new RiskScoreOperation(scoring, stored, registry, populations, CLOCK),
        new RiskModelsOperation(registry),
        new ReplayOperation(daos, records, registry, scoring));
  }
}
