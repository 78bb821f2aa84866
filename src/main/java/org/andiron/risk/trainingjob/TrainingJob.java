package org.andiron.risk.trainingjob;

import ca.uhn.fhir.batch2.api.ChunkExecutionDetails;
import ca.uhn.fhir.batch2.api.IJobDataSink;
import ca.uhn.fhir.batch2.api.IReductionStepWorker;
import ca.uhn.fhir.batch2.api.RetryChunkLaterException;
import ca.uhn.fhir.batch2.api.RunOutcome;
import ca.uhn.fhir.batch2.api.StepExecutionDetails;
import ca.uhn.fhir.batch2.api.VoidModel;
import ca.uhn.fhir.batch2.model.ChunkOutcome;
import ca.uhn.fhir.batch2.model.JobDefinition;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains in the background, on whatever node, one training at a time on each. An attempt ends after
 * a while and is followed by another that goes on where it was, so that it never looks as if its
 * node had died; the same after a restart.
 */
final class TrainingJob {

  static final String ID = "ANDIRON_RISK_TRAIN";

  private static final Logger LOG = LoggerFactory.getLogger(TrainingJob.class);

  /** Much shorter than any lease of a piece of a job. */
  private static final Duration ATTEMPT = Duration.ofMinutes(5);

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(10);

  /** HAPI tries a piece no more than four times. */
  private static final int MOST_ERRORS = 2;

  private final Supplier<Trainer> trainer;
  private final TrainingPlace place;
  private final TrainingSteps steps;
  private final Supplier<TrainingEvents> events;
  private final Predicate<String> ended;
  private final Semaphore turn = new Semaphore(1);
  private volatile boolean pausing;
  private volatile String current = "";

  /**
   * @param ended whether a job, by its id, was cancelled or has ended
   */
  TrainingJob(
      Supplier<Trainer> trainer,
      TrainingPlace place,
      TrainingSteps steps,
      Supplier<TrainingEvents> events,
      Predicate<String> ended) {
    this.trainer = trainer;
    this.place = place;
    this.steps = steps;
    this.events = events;
    this.ended = ended;
  }

  JobDefinition<TrainingOrder> definition() {
    return JobDefinition.newBuilder()
        .setJobDefinitionId(ID)
        .setJobDefinitionVersion(1)
        .setJobDescription("Training of a risk model")
        .gatedExecution()
        .setParametersType(TrainingOrder.class)
        .addFirstStep("train", "Collects, learns, registers", TrainingReport.class, this::train)
        .addFinalReducerStep("report", "Tells of it", TrainingReport.class, new Last())
        .build();
  }

  /** What is under way stops soon, to be taken up when the server is there again. */
  void pause(boolean stopping) {
    pausing = stopping;
  }

  private RunOutcome train(
      StepExecutionDetails<TrainingOrder, VoidModel> step, IJobDataSink<TrainingReport> sink) {
    if (!turn.tryAcquire()) {
      throw new RetryChunkLaterException(LATER);
    }
    Thread thread = Thread.currentThread();
    int priority = thread.getPriority();
    thread.setPriority(Thread.MIN_PRIORITY);
    try {
      current = step.getInstance().getInstanceId();
      attempt(step).ifPresent(sink::accept);
      return RunOutcome.SUCCESS;
    } finally {
      current = "";
      thread.setPriority(priority);
      turn.release();
    }
  }

  /** Empty if the job was cancelled. */
  private Optional<TrainingReport> attempt(StepExecutionDetails<TrainingOrder, VoidModel> step) {
    String job = step.getInstance().getInstanceId();
    TrainingOrder order = step.getParameters();
    JobProgress progress =
        new JobProgress(job, steps, () -> ended.test(job), () -> pausing, ATTEMPT);
    TrainingReport report;
    try {
      if (steps.find(job).isEmpty()) {
        events.get().begins(job, order);
      }
      progress.at("Listing the cohort", 0, 0);
      report = trainer.get().train(job, step.newSystemRequestDetails(), order, progress);
    } catch (InterruptedException e) {
      if (!progress.isStoppedForGood()) {
        throw new RetryChunkLaterException(SOON);
      }
      events.get().cancelled(job, order);
      clear(job);
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.error("A training of a risk model failed, job {}", job, e);
      if (step.getWorkChunk().getErrorCount() < MOST_ERRORS) {
        throw e; // and is tried again
      }
      report =
          TrainingReport.begun("", "", order.state())
              .refused("it failed by an error of this server, whose log says more at job " + job);
    }
    events.get().ends(job, order, report);
    clear(job);
    return Optional.of(report);
  }

  private void clear(String job) {
    place.clear(job);
    steps.remove(job);
  }

  /** Deletes what ended jobs have left here, as after a crash. One under way does so itself. */
  void sweep() {
    place.jobs().stream().filter(ended).filter(job -> !job.equals(current)).forEach(this::clear);
  }

  /** Gives the one report of a job. */
  private static final class Last
      implements IReductionStepWorker<TrainingOrder, TrainingReport, TrainingReport> {

    private @Nullable TrainingReport report;

    @Override
    public ChunkOutcome consume(ChunkExecutionDetails<TrainingOrder, TrainingReport> chunk) {
      report = chunk.getData();
      return ChunkOutcome.SUCCESS();
    }

    @Override
    public RunOutcome run(
        StepExecutionDetails<TrainingOrder, TrainingReport> step,
        IJobDataSink<TrainingReport> sink) {
      if (report != null) {
        sink.accept(report);
      }
      return RunOutcome.SUCCESS;
    }

    @Override
    public IReductionStepWorker<TrainingOrder, TrainingReport, TrainingReport> newInstance() {
      return new Last();
    }
  }
}
