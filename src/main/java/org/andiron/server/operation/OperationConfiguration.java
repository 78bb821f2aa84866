package org.andiron.server.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.ips.generator.IpsGeneratorSvcImpl;
import ca.uhn.fhir.jpa.ips.provider.IpsOperationProvider;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.provider.InstanceReindexProvider;
import ca.uhn.fhir.jpa.provider.ValueSetOperationProvider;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.List;
import javax.sql.DataSource;
import org.andiron.server.FhirContribution;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.utilities.graphql.IGraphQLStorageServices;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The operations that are not part of HAPI's resource and system providers. */
@Configuration(proxyBeanMethods = false)
class OperationConfiguration {

  @Bean
  EverythingOperation everythingOperation(
      FhirContext context,
      DaoRegistry daos,
      DataSource dataSource,
      SearchBuilderFactory<JpaPid> searchBuilders,
      IHapiTransactionService transactions,
      IInterceptorBroadcaster interceptors) {
    return new EverythingOperation(
        context,
        daos,
        new EverythingQuery(context, new JdbcTemplate(dataSource)),
        searchBuilders,
        transactions,
        interceptors);
  }

  @Bean
  IpsOperationProvider ipsOperationProvider(FhirContext context, DaoRegistry daos) {
    return new IpsOperationProvider(
        new IpsGeneratorSvcImpl(context, new SummaryStrategy(context, daos)));
  }

  @Bean
  DiffOperation diffOperation() {
    return new DiffOperation();
  }

  @Bean
  FhirContribution operationContribution(
      FhirContext context,
      IValidationSupport validationSupport,
      IGraphQLStorageServices graphQlStorage,
      ISearchParamRegistry searchParameters,
      DaoRegistry daos,
      EverythingOperation everything,
      IpsOperationProvider ips,
      ValueSetOperationProvider valueSets,
      DiffOperation diff,
      InstanceReindexProvider instanceReindex,
      IFhirSystemDao<Bundle, Meta> systemDao,
      IHapiTransactionService transactions) {
    return new FhirContribution(
        List.of(
            everything,
            ips,
            valueSets,
            diff,
            new DocumentOperation(daos),
            instanceReindex,
            new GraphQlOperation(
                context, validationSupport, graphQlStorage, searchParameters, daos),
            new ResourceCountsOperation(systemDao, transactions)),
        List.of(new ReplacedMethodsInterceptor(), new KnownParametersInterceptor()));
  }
}
