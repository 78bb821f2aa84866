package org.andiron.risk.trainingjob;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.batch2.model.JobInstanceStartRequest;
import ca.uhn.fhir.batch2.model.StatusEnum;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.util.JsonUtil;
import java.util.Objects;
import java.util.Optional;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.population.PopulationReader;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelKey;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.risk.trainingjob.TrainingStatus.State;
import org.andiron.server.JobRights;
import org.andiron.storage.config.ConfigurationFileException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/** Starts trainings in the background, tells how far they are and ends them. */
public final class TrainingJobs {

  /** More than there ever are. */
  private static final int SOME = 100;

  private static final String LOCK =
      "select pg_advisory_xact_lock(hashtextextended('andiron.risk_training', 0))";

  private final FhirContext context;
  private final IJobCoordinator jobs;
  private final IJobPersistence kept;
  private final JobRights rights;
  private final PopulationReader populations;
  private final ModelRegistry registry;
  private final ModelDeployment deployment;
  private final TrainingSteps steps;
  private final TrainingJob job;
  private final JdbcOperations jdbc;
  private final TransactionOperations alone;

  TrainingJobs(
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
      TransactionOperations alone) {
    this.context = context;
    this.jobs = jobs;
    this.kept = kept;
    this.rights = rights;
    this.populations = populations;
    this.registry = registry;
    this.deployment = deployment;
    this.steps = steps;
    this.job = job;
    this.jdbc = jdbc;
    this.alone = alone;
  }

  /**
   * Starts a training of what exists for the request.
   *
   * @return the id of the job
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException if the definition is
   *     wrong (400), its version is there or another training is under way (409), or the cohort
   *     cannot be listed; then nothing is started
   */
  public String start(RequestDetails request, TrainingOrder order) {
    TrainingDefinition definition;
    try {
      definition = order.files(deployment.shared()).read(context, new UnitConverter());
    } catch (ConfigurationFileException e) {
      throw new InvalidRequestException(e.getMessage() + ". Nothing was started.", e);
    }
    requireNew(new ModelKey(definition.id(), definition.version()));
    populations.require(request, order.population());
    return Objects.requireNonNull(
        alone.execute(
            transaction -> {
              jdbc.query(LOCK, row -> {});
              return startAlone(request, order);
            }));
  }

  /** Whoever asks in the same moment sees the job that the other has started. */
  private String startAlone(RequestDetails request, TrainingOrder order) {
    if (isOneUnderWay()) {
      throw new ResourceVersionConflictException(
          "Another training is under way; nothing was started. Wait for its end, or end it.");
    }
    return jobs.startInstance(request, new JobInstanceStartRequest(TrainingJob.ID, order))
        .getInstanceId();
  }

  /** One that was cancelled ends soon, and whatever comes next waits for it. */
  private boolean isOneUnderWay() {
    return jobs.getInstancesbyJobDefinitionIdAndEndedStatus(TrainingJob.ID, false, SOME, 0).stream()
        .anyMatch(it -> !it.isCancelled());
  }

  private void requireNew(ModelKey key) {
    if (registry.current().versions(key.id()).stream().anyMatch(it -> it.key().equals(key))) {
      throw new ResourceVersionConflictException(
          key + " is there already; nothing was started. Give the definition another version.");
    }
  }

  /**
   * How far a training is.
   *
   * @throws ResourceNotFoundException if there is none of that id for the caller, or it was
   *     cancelled
   */
  public TrainingStatus status(RequestDetails request, String id) {
    JobInstance found = find(request, id);
    if (found.getStatus() == StatusEnum.COMPLETED) {
      return new TrainingStatus(State.DONE, "", report(found));
    }
    if (found.getStatus() == StatusEnum.FAILED) {
      return new TrainingStatus(State.FAILED, "", null);
    }
    return new TrainingStatus(
        State.RUNNING, steps.find(id).map(TrainingSteps.Step::text).orElse("queued"), null);
  }

  private static @Nullable TrainingReport report(JobInstance found) {
    return found.getReport() == null
        ? null
        : JsonUtil.deserialize(found.getReport(), TrainingReport.class);
  }

  /**
   * Ends a training, or forgets one that has ended. What it registered stays.
   *
   * @throws ResourceNotFoundException as above
   */
  public void end(RequestDetails request, String id) {
    JobInstance found = find(request, id);
    if (found.getStatus().isEnded()) {
      kept.deleteInstanceAndChunks(id);
    } else {
      jobs.cancelInstance(id);
      job.sweep();
    }
  }

  private JobInstance find(RequestDetails request, String id) {
    Optional<JobInstance> found =
        kept.fetchInstance(id)
            .filter(it -> it.getJobDefinitionId().equals(TrainingJob.ID))
            .filter(it -> !it.isCancelled() && it.getStatus() != StatusEnum.CANCELLED)
            .filter(it -> rights.mayFollow(request, it));
    return found.orElseThrow(() -> new ResourceNotFoundException("There is no such training"));
  }
}
