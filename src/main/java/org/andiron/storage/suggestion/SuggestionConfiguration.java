package org.andiron.storage.suggestion;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.Map;
import javax.sql.DataSource;
import org.andiron.storage.index.IndexNumbering;
import org.andiron.storage.index.IndexState;
import org.andiron.storage.index.PendingIndex;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.andiron.storage.search.SearchProperties;
import org.andiron.storage.search.SearchStatements;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Adds the codes in use to {@code ValueSet/$expand}. */
@Configuration(proxyBeanMethods = false)
class SuggestionConfiguration {

  @Bean
  static HapiBeanReplacements hapiExpansionReplacement() {
    return new HapiBeanReplacements(
        Map.of("valueSetOperationProvider", ExistingCodesOperation.class));
  }

  @Bean
  SuggestionContexts suggestionContexts(FhirContext context, ISearchParamRegistry registry) {
    return new SuggestionContexts(context.getResourceTypes(), registry);
  }

  @Bean
  CodesInUse codesInUse(
      DataSource database,
      IndexNumbering numbering,
      PendingIndex pending,
      IndexState state,
      SearchProperties properties) {
    return new CodesInUse(
        new SearchStatements(database, properties.timeout()), numbering, pending, state);
  }

  @Bean
  UsedCodesSweep usedCodesSweep(
      DataSource database, PlatformTransactionManager transactions, PendingIndex pending) {
    return new UsedCodesSweep(
        new JdbcTemplate(database),
        new TransactionTemplate(transactions),
        pending::forgetUsedCodes);
  }
}
