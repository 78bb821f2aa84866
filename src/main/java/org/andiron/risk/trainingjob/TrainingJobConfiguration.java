package org.andiron.risk.trainingjob;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.model.JobDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.andiron.audit.AuditTrail;
import org.andiron.risk.PackageReader;
import org.andiron.risk.population.PopulationReader;
import org.andiron.risk.record.RecordReader;
import org.andiron.risk.record.ScoringRefusals;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.security.SecurityProperties;
import org.andiron.server.JobRights;
import org.andiron.storage.postgres.Database;
import org.andiron.storage.postgres.DatabaseProperties;
import org.andiron.storage.postgres.EmbeddedPostgresProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The training of risk models in the background. */
@Configuration(proxyBeanMethods = false)
class TrainingJobConfiguration {

  private static final String FOLDER = "risk-training";

  /**
   * @param database so that the data directory is there, with its owner
   */
  @Bean
  TrainingPlace riskTrainingPlace(
      Database database,
      DatabaseProperties external,
      EmbeddedPostgresProperties embedded,
      SecurityProperties security) {
    Path data = external.isExternal() ? security.keyDirectory() : embedded.directory();
    return new TrainingPlace(data.resolve(FOLDER));
  }

  @Bean
  TrainingSteps riskTrainingSteps(DataSource dataSource) {
    return new TrainingSteps(new JdbcTemplate(dataSource));
  }

  @Bean
  TrainingEvents riskTrainingEvents(AuditTrail trail) {
    return new TrainingEvents(trail);
  }

  @Bean
  Trainer riskTrainer(
      FhirContext context,
      TrainingPlace place,
      PackageReader packages,
      ModelRegistry registry,
      ModelDeployment deployment,
      PopulationReader populations,
      RecordReader records,
      ScoringRefusals refusals,
      TrainingEvents events) {
    return new Trainer(
        context,
        place,
        packages,
        registry,
        deployment,
        (job, request, order, definition, progress) ->
            new RecordCohort(
                populations,
                records,
                refusals,
                request,
                order.population(),
                definition.needs(),
                patients -> events.uses(job, order, patients),
                progress),
        Clock.systemUTC());
  }

  /** Definitions of jobs are made before most others are. */
  @Bean
  TrainingJob riskTrainingJob(
      ObjectProvider<Trainer> trainer,
      TrainingPlace place,
      TrainingSteps steps,
      ObjectProvider<TrainingEvents> events,
      ObjectProvider<IJobPersistence> jobs) {
    return new TrainingJob(
        trainer::getObject,
        place,
        steps,
        events::getObject,
        id ->
            jobs.getObject()
                .fetchInstance(id)
                .map(it -> it.isCancelled() || it.getStatus().isEnded())
                .orElse(true));
  }

  @Bean
  JobDefinition<TrainingOrder> riskTrainingJobDefinition(TrainingJob job) {
    return job.definition();
  }

  @Bean
  TrainingLifecycle riskTrainingLifecycle(TrainingJob job) {
    return new TrainingLifecycle(job);
  }

  @Bean
  TrainingJobs riskTrainingJobs(
      FhirContext context,
      IJobCoordinator jobs,
      IJobPersistence kept,
      JobRights rights,
      PopulationReader populations,
      ModelRegistry registry,
      ModelDeployment deployment,
      TrainingSteps steps,
      TrainingJob job,
      JdbcOperations jdbc,
      PlatformTransactionManager transactions) {
    return new TrainingJobs(
        context,
        jobs,
        kept,
        rights,
        populations,
        registry,
        deployment,
        steps,
        job,
        jdbc,
        new TransactionTemplate(transactions));
  }
}
