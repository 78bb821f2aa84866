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
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.svc.IIdHelperService;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.matcher.InMemoryResourceMatcher;
import ca.uhn.fhir.rest.api.server.bulk.IBulkDataExportHistoryHelper;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.andiron.server.Disclosures;
import org.andiron.server.FhirContribution;
import org.andiron.server.FileJob;
import org.andiron.server.JobRights;
import org.andiron.server.ShownContent;
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
  private static final String EXPORT_WRITE_STEP = "bulkExportV3ExpandResourceAndWriteBinaryStep";

  @Bean
  ExportFiles exportFiles(DataSource dataSource) {
    return new ExportFiles(new JdbcTemplate(dataSource));
  }

  @Bean
  ExportFileStep exportFileStep(
      FhirContext fhirContext,
      IInterceptorService interceptors,
      DaoRegistry daos,
      IIdHelperService<JpaPid> ids,
      IHapiTransactionService transactions,
      IBulkDataExportHistoryHelper histories,
      InMemoryResourceMatcher matcher,
      JpaStorageSettings settings,
      ObjectProvider<ShownContent> shown,
      ExportFiles files,
      ObjectProvider<Disclosures> disclosures) {
    return new ExportFileStep(
        fhirContext,
        interceptors,
        new ExportedResources(
            daos,
            ids,
            transactions,
            histories,
            matcher,
            resources -> shown.getObject().of(resources)),
        files,
        disclosures::getObject,
        settings.getBulkExportFileMaximumSize());
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
      ExportFiles files,
      ObjectProvider<FileJob> fileJobs,
      DataSource dataSource,
      BulkProperties properties) {
    return new JobPacer(
        jobs,
        sender,
        reductions,
        definitions,
        interceptors,
        interrupted,
        new ExpiredExports(new JdbcTemplate(dataSource), jobs, files, fileJobs.stream().toList()),
        new JdbcTemplate(dataSource),
        properties.pollInterval());
  }

  /** Puts our steps in the place of HAPI's, which have no way to be configured. */
  @Bean
  static BeanPostProcessor jobStepReplacement(
      ObjectProvider<CloseableHttpClient> egressHttpClient,
      ObjectProvider<BulkProperties> properties,
      ObjectProvider<ExportFileStep> exportFileStep) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String beanName) {
        return switch (beanName) {
          case IMPORT_FETCH_STEP ->
              new ImportFileReader(
                  egressHttpClient.getObject(), (int) properties.getObject().maxLine().toBytes());
          case EXPORT_WRITE_STEP -> exportFileStep.getObject();
          default -> bean;
        };
      }
    };
  }

  @Bean
  InitializingBean bulkStorageHooks(
      IInterceptorService storageInterceptors,
      FhirContext fhirContext,
      MatchUrlService searches,
      JobRights rights,
      ExportFiles files,
      EgressPolicy egress) {
    return () -> {
      storageInterceptors.registerInterceptor(new ExportFiltersInterceptor(fhirContext, searches));
      storageInterceptors.registerInterceptor(new ExportElementsInterceptor(fhirContext));
      storageInterceptors.registerInterceptor(
          new ExportTypesInterceptor(fhirContext, rights, files));
      storageInterceptors.registerInterceptor(new ImportSourceCheck(egress));
    };
  }

  @Bean
  FhirContribution bulkContribution(
      BulkDataExportProvider export,
      BulkDataImportProvider bulkImport,
      ReindexProvider reindex,
      DeleteExpungeProvider deleteExpunge,
      JobStatusOperation status,
      IJobPersistence persistence,
      ExportFiles files,
      JobRights rights,
      DaoRegistry daos) {
    return new FhirContribution(
        List.of(
            export,
            bulkImport,
            reindex,
            deleteExpunge,
            status,
            new ExportFileOperation(persistence, files, rights)),
        List.of(new ExportTargetsInterceptor(daos, rights)));
  }

  @Bean
  JobStatusOperation jobStatusOperation(
      FhirContext fhirContext,
      IJobCoordinator coordinator,
      IJobPersistence persistence,
      ExportFiles files,
      JobRights rights,
      ObjectProvider<FileJob> fileJobs,
      Environment environment) {
    boolean tokenRequired =
        !"open".equalsIgnoreCase(environment.getProperty("andiron.security.mode", "").strip());
    return new JobStatusOperation(
        fhirContext,
        coordinator,
        persistence,
        files,
        rights,
        fileJobs.stream().toList(),
        tokenRequired);
  }
}
