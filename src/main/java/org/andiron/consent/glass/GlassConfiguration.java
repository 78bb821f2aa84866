package org.andiron.consent.glass;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import javax.sql.DataSource;
import org.andiron.audit.AuditTrail;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps whose glass is broken, and tells of it. */
@Configuration(proxyBeanMethods = false)
class GlassConfiguration {

  @Bean
  GlassOpenings glassOpenings(DataSource dataSource) {
    return new GlassOpenings(new JdbcTemplate(dataSource));
  }

  @Bean
  GlassRecords glassRecords(
      DaoRegistry daos,
      IHapiTransactionService transactions,
      DataSource dataSource,
      GlassOpenings openings,
      AuditTrail trail) {
    return new GlassRecords(daos, transactions, new JdbcTemplate(dataSource), openings, trail);
  }

  @Bean
  GlassEnds glassEnds(GlassOpenings openings, AuditTrail trail, DataSource dataSource) {
    return new GlassEnds(
        openings, trail, new TransactionTemplate(new DataSourceTransactionManager(dataSource)));
  }
}
