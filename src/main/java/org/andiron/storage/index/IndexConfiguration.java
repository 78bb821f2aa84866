package org.andiron.storage.index;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.Map;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;

/** Puts our index in the place of HAPI's. */
@Configuration(proxyBeanMethods = false)
class IndexConfiguration {

  @Bean
  static HapiBeanReplacements hapiIndexReplacements() {
    return new HapiBeanReplacements(
        Map.of(
            "searchParamWithInlineReferencesExtractor", ResourceNoting.class,
            "daoSearchParamSynchronizer", OwnIndexSynchronizer.class,
            "resourceExpungeService", OwnIndexExpunge.class));
  }

  @Bean
  CanonicalUnits canonicalUnits() {
    return new CanonicalUnits();
  }

  @Bean
  IndexExtractor indexExtractor(
      FhirContext fhirContext,
      ISearchParamRegistry registry,
      CanonicalUnits units,
      TextIndexer texts) {
    return new IndexExtractor(fhirContext, registry, units, texts);
  }

  @Bean
  IndexNumbering indexNumbering(JdbcOperations jdbc, PlatformTransactionManager transactions) {
    return new IndexNumbering(jdbc, transactions);
  }

  @Bean
  PendingIndex pendingIndex(JdbcOperations jdbc, IndexNumbering numbering) {
    return new PendingIndex(new IndexWriter(jdbc, numbering));
  }
}
