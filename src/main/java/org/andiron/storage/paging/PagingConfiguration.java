package org.andiron.storage.paging;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.HapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.server.IPagingProvider;
import java.util.Map;
import javax.sql.DataSource;
import org.andiron.server.FhirContribution;
import org.andiron.storage.CountedPatients;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.andiron.storage.search.IndexIncludes;
import org.andiron.storage.search.IndexSearch;
import org.andiron.storage.search.SearchProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts our pages in the place of HAPI's. */
@Configuration(proxyBeanMethods = false)
class PagingConfiguration {

  @Bean
  static HapiBeanReplacements hapiPagingReplacements() {
    return new HapiBeanReplacements(
        Map.of(
            "searchCoordinatorSvc", FirstPageSearchCoordinator.class,
            "synchronousSearchSvc", FirstPageSearch.class));
  }

  @Bean
  PageAssembler searchPageAssembler(
      IInterceptorBroadcaster interceptors, IndexIncludes includes, SearchProperties properties) {
    return new PageAssembler(interceptors, includes, properties.includedLimit());
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
      IndexIncludes includes,
      PageAssembler assembler,
      PageLists lists,
      IPagingProvider paging,
      ObjectProvider<CountedPatients> counted) {
    return new PagedSearches(
        fhirContext,
        transactions,
        searchBuilders,
        index,
        includes,
        assembler,
        lists,
        paging,
        counted);
  }

  @Bean
  FhirContribution pagingContribution() {
    return FhirContribution.ofInterceptors(new PageLinks());
  }
}
