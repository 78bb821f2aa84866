package org.andiron.risk.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import javax.sql.DataSource;
import org.andiron.consent.PurposeRefusals;
import org.andiron.server.ShownContent;
import org.andiron.storage.CountedPatients;
import org.andiron.storage.SearchIndex;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The reading of records for risk models. */
@Configuration(proxyBeanMethods = false)
class RecordConfiguration {

  @Bean
  RecordReader recordReader(
      FhirContext context,
      IHapiTransactionService transactions,
      DataSource dataSource,
      SearchIndex index,
      ObjectProvider<ShownContent> shown,
      ObjectProvider<CountedPatients> counted) {
    return new RecordReader(
        context,
        transactions,
        new StoredRecords(new JdbcTemplate(dataSource)),
        index,
        shown,
        counted);
  }

  @Bean
  ScoringRefusals scoringRefusals(PurposeRefusals refusals) {
    return new ScoringRefusals(refusals);
  }
}
