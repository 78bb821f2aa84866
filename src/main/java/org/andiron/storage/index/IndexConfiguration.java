package org.andiron.storage.index;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.persistence.EntityManager;
import java.util.Map;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.SearchableContent;
import org.andiron.storage.migration.DatabaseMigration;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts our index in the place of HAPI's. */
@Configuration(proxyBeanMethods = false)
class IndexConfiguration {

  @Bean
  static HapiBeanReplacements hapiIndexReplacements() {
    return new HapiBeanReplacements(
        Map.of(
            "searchParamWithInlineReferencesExtractor", ResourceNoting.class,
            "daoSearchParamSynchronizer", OwnIndexSynchronizer.class,
            "resourceExpungeService", WholeResourceExpunge.class,
            "indexedSearchParamExtractor", SearchableParameters.class));
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
      TextIndexer texts,
      ObjectProvider<SearchableContent> content) {
    return new IndexExtractor(
        fhirContext, registry, units, texts, resource -> content.getObject().of(resource));
  }

  @Bean
  LinkExtractor linkExtractor(
      ISearchParamExtractor references, ObjectProvider<SearchableContent> content) {
    return new LinkExtractor(references, content);
  }

  @Bean
  IndexNumbering indexNumbering(JdbcOperations jdbc, PlatformTransactionManager transactions) {
    return new IndexNumbering(jdbc, transactions);
  }

  @Bean
  IndexWriter indexWriter(JdbcOperations jdbc, IndexNumbering numbering) {
    return new IndexWriter(jdbc, numbering);
  }

  @Bean
  PendingIndex pendingIndex(
      IndexWriter writer, EntityManager session, ObjectProvider<RestrictedAccess> access) {
    return new PendingIndex(writer, session, access);
  }

  @Bean
  IndexState indexState(
      JdbcOperations jdbc,
      PlatformTransactionManager transactions,
      TextIndexer texts,
      DatabaseMigration migrated) {
    migrated.requireDone();
    return new IndexState(
        jdbc, new TransactionTemplate(transactions), IndexExtractor.RULES + ' ' + texts.rules());
  }

  @Bean
  IndexRebuild indexRebuild(
      JdbcOperations jdbc,
      PlatformTransactionManager transactions,
      FhirContext fhirContext,
      IndexExtractor extractor,
      LinkExtractor links,
      IndexWriter writer,
      IndexState state) {
    return new IndexRebuild(
        jdbc, new TransactionTemplate(transactions), fhirContext, extractor, links, writer, state);
  }
}
