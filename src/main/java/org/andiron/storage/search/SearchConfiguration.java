package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.SelectedResources;
import org.andiron.storage.explain.StatementExplainer;
import org.andiron.storage.index.CanonicalUnits;
import org.andiron.storage.index.IndexNumbering;
import org.andiron.storage.index.IndexState;
import org.andiron.storage.index.PendingIndex;
import org.andiron.storage.query.SearchParser;
import org.andiron.storage.query.SqlCompiler;
import org.andiron.storage.query.Terminology;
import org.andiron.storage.query.TextSearch;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts searches over our index in the place of HAPI's. */
@Configuration(proxyBeanMethods = false)
class SearchConfiguration {

  @Bean
  static HapiBeanReplacements hapiSearchReplacements() {
    return new HapiBeanReplacements(
        Map.of(
            "inMemoryResourceMatcher", CriteriaMatcher.class,
            "matchUrlService", CriteriaMatchUrls.class,
            "searchBuilderFactory", IndexSearchBuilders.class));
  }

  @Bean
  Supplier<SearchParser> searchParsers(
      FhirContext fhirContext, JpaStorageSettings storageSettings, ISearchParamRegistry registry) {
    return () ->
        new SearchParser(
            fhirContext,
            registry,
            List.copyOf(storageSettings.getTreatBaseUrlsAsLocal()),
            InstantSource.system());
  }

  @Bean
  Supplier<SqlCompiler> searchCompilers(
      IndexNumbering numbering, CanonicalUnits units, Terminology terminology, TextSearch texts) {
    return () ->
        new SqlCompiler(numbering.now(), terminology, texts, new IndexedFormsOfText(units));
  }

  @Bean
  IndexSearch indexSearch(
      DataSource dataSource,
      PendingIndex pending,
      Supplier<SearchParser> searchParsers,
      Supplier<SqlCompiler> searchCompilers,
      IndexState indexState,
      StatementExplainer explainer,
      ObjectProvider<RestrictedAccess> access,
      SearchProperties properties) {
    return new IndexSearch(
        new SearchStatements(dataSource, properties.timeout()),
        pending,
        searchParsers,
        searchCompilers,
        indexState,
        explainer,
        access);
  }

  @Bean
  IndexIncludes indexIncludes(
      DataSource dataSource,
      Supplier<SearchParser> searchParsers,
      Supplier<SqlCompiler> searchCompilers,
      IndexState indexState,
      StatementExplainer explainer,
      SearchProperties properties) {
    return new IndexIncludes(
        new SearchStatements(dataSource, properties.timeout()),
        searchParsers,
        searchCompilers,
        indexState,
        explainer);
  }

  @Bean
  CriteriaLookup criteriaLookup(
      FhirContext fhirContext,
      MatchUrlService matchUrls,
      IInterceptorBroadcaster interceptors,
      IndexSearch search) {
    return new CriteriaLookup(fhirContext, matchUrls, interceptors, search);
  }

  @Bean
  SelectedResources selectedResources(
      FhirContext fhirContext, MatchUrlService matchUrls, IndexSearch search) {
    return new CriteriaStatements(fhirContext, matchUrls, search);
  }
}
