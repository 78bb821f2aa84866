package org.andiron.server.bulk;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.api.IReductionStepExecutorService;
import ca.uhn.fhir.batch2.channel.BatchJobSender;
import ca.uhn.fhir.batch2.coordinator.JobDefinitionRegistry;
import ca.uhn.fhir.batch2.jobs.bulkmodify.reindex.ReindexProvider;
import ca.uhn.fhir.batch2.jobs.export.BulkDataExportProvider;
import ca.uhn.fhir.batch2.jobs.expunge.DeleteExpungeProvider;
import ca.uhn.fhir.batch2.jobs.imprt.BulkDataImportProvider;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.andiron.server.FhirContribution;
import org.andiron.server.egress.EgressPolicy;
import org.apache.http.impl.client.CloseableHttpClient;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Export, import, re-indexing and expunging as HAPI has them, made quick, safe and restartable. */
@Configuration(proxyBeanMethods = false)
class BulkConfiguration {

  private static final String IMPORT_FETCH_STEP = "bulkImport2FetchFiles";

  @Bean
  ExportFiles exportFiles(ObjectProvider<DaoRegistry> daos) {
    return new ExportFiles(daos);
  }

  // The entity manager factory is asked for because it stands for a migrated database
  @Bean
  InterruptedJobs interruptedJobs(
      DataSource dataSource,
      EntityManagerFactory migrated,
      ExportFiles files,
      BulkProperties properties)
      throws SQLException {
    PlatformTransactionManager transactions = new DataSourceTransactionManager(dataSource);
    return new InterruptedJobs(
        dataSource,
        new JdbcTemplate(dataSource),
        new TransactionTemplate(transactions),
        files,
        properties.chunkLease());
  }

  @Bean
  JobPacer jobPacer(
      IJobPersistence jobs,
      BatchJobSender sender,
      IReductionStepExecutorService reductions,
      JobDefinitionRegistry definitions,
      IInterceptorService interceptors,
      InterruptedJobs interrupted,
      DataSource dataSource,
      BulkProperties properties) {
    return new JobPacer(
        jobs,
        sender,
        reductions,
        definitions,
        interceptors,
        interrupted,
        new JdbcTemplate(dataSource),
        properties.pollInterval());
  }

  /** Puts our reader of import files in the place of HAPI's, which has no way to be configured. */
  @Bean
  static BeanPostProcessor importFetchStepReplacement(
      ObjectProvider<CloseableHttpClient> egressHttpClient,
      ObjectProvider<BulkProperties> properties) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (!beanName.equals(IMPORT_FETCH_STEP)) {
          return bean;
        }
        return new ImportFileReader(
            egressHttpClient.getObject(), (int) properties.getObject().maxLine().toBytes());
      }
    };
  }

  @Bean
  InitializingBean bulkStorageHooks(
      IInterceptorService storageInterceptors,
      FhirContext fhirContext,
      MatchUrlService searches,
      EgressPolicy egress) {
    return () -> {
      storageInterceptors.registerInterceptor(new ExportFiltersInterceptor(fhirContext, searches));
      storageInterceptors.registerInterceptor(new ExportElementsInterceptor(fhirContext));
      storageInterceptors.registerInterceptor(new ImportSourceCheck(egress));
    };
  }

  @Bean
  FhirContribution bulkContribution(
      FhirContext fhirContext,
      BulkDataExportProvider export,
      BulkDataImportProvider bulkImport,
      ReindexProvider reindex,
      DeleteExpungeProvider deleteExpunge,
      IJobCoordinator coordinator,
      IJobPersistence persistence,
      ExportFiles files,
      Environment environment) {
    boolean tokenRequired =
        !"open".equalsIgnoreCase(environment.getProperty("andiron.security.mode", "").strip());
    return FhirContribution.ofProviders(
        export,
        bulkImport,
        reindex,
        deleteExpunge,
        new JobStatusOperation(fhirContext, coordinator, persistence, files, tokenRequired));
  }
}
