package org.andiron.risk.population;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.model.JobDefinition;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import javax.sql.DataSource;
import org.andiron.server.Disclosures;
import org.andiron.server.FileJob;
import org.andiron.server.JobFiles;
import org.andiron.storage.SelectedResources;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The scoring of populations in the background. */
@Configuration(proxyBeanMethods = false)
class PopulationConfiguration {

  /** Patients whom a search is asked for at a time: each time it is planned and run anew. */
  private static final int PAGE = 10_000;

  @Bean
  PopulationReader populationReader(
      DaoRegistry daos,
      IHapiTransactionService transactions,
      DataSource dataSource,
      SelectedResources search) {
    return new PopulationReader(daos, transactions, new JdbcTemplate(dataSource), search, PAGE);
  }

  @Bean
  FileJob populationScoringFiles() {
    return new FileJob(PopulationScoringJob.ID);
  }

  @Bean
  JobDefinition<ScoringOrder> populationScoringJob(
      PopulationReader populations,
      ObjectProvider<Scorer> scorer,
      JobFiles files,
      ObjectProvider<Disclosures> disclosures) {
    return new PopulationScoringJob(populations, scorer::getObject, files, disclosures::getObject)
        .definition();
  }

  @Bean
  PopulationScoring populationScoring(PopulationReader populations, IJobCoordinator jobs) {
    return new PopulationScoring(populations, jobs);
  }
}
