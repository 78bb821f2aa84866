package org.andiron.storage.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.rest.server.IPagingProvider;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.andiron.server.CapabilityCustomizer;
import org.andiron.server.FhirContribution;
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
import org.hl7.fhir.r4.model.Observation;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Replaces the parts of HAPI's search that this package corrects. */
@Configuration(proxyBeanMethods = false)
class SearchConfiguration {

  @Bean
  static HapiBeanReplacements hapiSearchReplacements() {
    return new HapiBeanReplacements(
        Map.of(
            "matchUrlService", CriteriaMatchUrls.class,
            "searchBuilderFactory", IndexSearchBuilders.class,
            "searchCoordinatorSvc", FirstPageSearchCoordinator.class,
            "synchronousSearchSvc", FirstPageSearch.class,
            "searchParamRegistry", CompartmentSearchParameters.class,
            "jpaBulkExportProcessor", WholePatientExport.class));
  }

  @Bean
  Supplier<SearchParser> searchParsers(
      FhirContext fhirContext, JpaStorageSettings storageSettings, ISearchParamRegistry registry) {
    return () ->
        new SearchParser(
            registry,
            fhirContext.getResourceTypes(),
            List.copyOf(storageSettings.getTreatBaseUrlsAsLocal()),
            InstantSource.system());
  }

  @Bean
  IndexSearch indexSearch(
      DataSource dataSource,
      PendingIndex pending,
      Supplier<SearchParser> searchParsers,
      IndexNumbering numbering,
      CanonicalUnits units,
      Terminology terminology,
      TextSearch texts,
      IndexState indexState,
      StatementExplainer explainer,
      ObjectProvider<RestrictedAccess> access,
      SearchProperties properties) {
    return new IndexSearch(
        new SearchStatements(dataSource, properties.timeout()),
        pending,
        searchParsers,
        new SqlCompiler(numbering, terminology, texts, new IndexedFormsOfText(units)),
        indexState,
        explainer,
        access);
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

  @Bean
  PageAssembler searchPageAssembler(
      FhirContext fhirContext, IInterceptorBroadcaster interceptors, SearchProperties properties) {
    return new PageAssembler(fhirContext, interceptors, properties.includedLimit());
  }

  @Bean
  PageLists searchPageLists(DataSource dataSource, PagingProperties properties) {
    return new PageLists(new JdbcTemplate(dataSource), properties.lifetime());
  }

  @Bean
  ExpiredPageLists expiredPageLists(PageLists lists, PlatformTransactionManager transactions) {
    return new ExpiredPageLists(lists, new TransactionTemplate(transactions));
  }

  @Bean
  SearchPagingProvider searchPagingProvider(ObjectProvider<PagedSearches> searches) {
    return new SearchPagingProvider(searches);
  }

  @Bean
  PagedSearches pagedSearches(
      FhirContext fhirContext,
      HapiTransactionService transactions,
      SearchBuilderFactory<JpaPid> searchBuilders,
      IndexSearch index,
      PageAssembler assembler,
      PageLists lists,
      IPagingProvider paging) {
    return new PagedSearches(
        fhirContext, transactions, searchBuilders, index, assembler, lists, paging);
  }

  @Bean
  CapabilityCustomizer systemSearchCapability() {
    return new SystemSearchCapability();
  }

  @Bean
  FhirContribution searchContribution(
      FhirContext fhirContext,
      DaoRegistry daoRegistry,
      IPagingProvider pagingProvider,
      CompartmentSearchParameters searchParameters,
      Supplier<SearchParser> searchParsers,
      PagedSearches searches) {
    SearchRequestReader reader =
        new SearchRequestReader(fhirContext, searchParsers, pagingProvider);
    List<Object> providers = new ArrayList<>();
    providers.add(new AllTypesSearchProvider(daoRegistry, searchParameters, searches));
    for (String type : new TreeSet<>(daoRegistry.getRegisteredDaoTypes())) {
      providers.add(new TypeSearchProvider(daoRegistry.getResourceDao(type)));
    }
    IFhirResourceDao<Observation> observations = daoRegistry.getResourceDao(Observation.class);
    providers.add(new LastNOperation(observations, reader));
    return new FhirContribution(
        providers,
        List.of(
            new CompartmentSearchInterceptor(searchParameters),
            new SearchAnswerInterceptor(),
            new SearchBindingInterceptor(reader),
            new PageLinks()));
  }
}
