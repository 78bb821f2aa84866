package org.andiron.storage.distribution;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.andiron.storage.codes.LoadedSystems;
import org.andiron.storage.config.ConfigurationFolder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Loads distribution files after the start. */
@Configuration(proxyBeanMethods = false)
class DistributionConfiguration {

  @Bean
  TerminologyFiles terminologyFiles(JdbcOperations jdbc) {
    return new TerminologyFiles(jdbc);
  }

  @Bean
  TerminologyEndpoint terminologyEndpoint(TerminologyFiles files) {
    return new TerminologyEndpoint(files);
  }

  @Bean
  TerminologyLoading terminologyLoading(
      ConfigurationFolder folder,
      TerminologyFiles files,
      LoadedSystems systems,
      DaoRegistry daos,
      IValidationSupport validationSupport,
      TerminologyProperties properties,
      DataSource dataSource) {
    return new TerminologyLoading(
        folder,
        new TerminologyLoad(
            files,
            new CodeSystemWriter(dataSource),
            systems,
            daos,
            validationSupport,
            properties.languages(),
            InstantSource.system()),
        dataSource);
  }
}
