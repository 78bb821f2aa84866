package org.andiron.server.bulk;

import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.api.IReductionStepExecutorService;
import ca.uhn.fhir.batch2.channel.BatchJobSender;
import ca.uhn.fhir.batch2.coordinator.JobDefinitionRegistry;
import ca.uhn.fhir.batch2.maintenance.JobChunkProgressAccumulator;
import ca.uhn.fhir.batch2.maintenance.JobInstanceProcessor;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Moves running jobs on from step to step within a fraction of a second. HAPI looks at its jobs
 * once a minute only, and at each step anew, so that the smallest export would take minutes.
 *
 * <p>Only unfinished jobs are looked at, and an idle server pays one small query per interval.
 * HAPI's own pass still runs and removes old jobs; both may work on the same job, as two nodes may.
 */
final class JobPacer implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(JobPacer.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int PAUSE_PER_WORK = 4;
  private static final Duration REAP_INTERVAL = Duration.ofMinutes(1);

  private static final String UNFINISHED =
      """
      select id, definition_id, definition_ver from bt2_job_instance
      where stat in ('QUEUED', 'IN_PROGRESS', 'ERRORED', 'FINALIZE')
      order by create_time limit 100\
      """;

  private final IJobPersistence jobs;
  private final BatchJobSender sender;
  private final IReductionStepExecutorService reductions;
  private final JobDefinitionRegistry definitions;
  private final IInterceptorService interceptors;
  private final InterruptedJobs interrupted;
  private final ExpiredExports expired;
  private final JdbcTemplate jdbc;
  private final Duration interval;
  private @Nullable ScheduledExecutorService executor;
  private long reapedAt = System.nanoTime();

  JobPacer(
      IJobPersistence jobs,
      BatchJobSender sender,
      IReductionStepExecutorService reductions,
      JobDefinitionRegistry definitions,
      IInterceptorService interceptors,
      InterruptedJobs interrupted,
      ExpiredExports expired,
      JdbcTemplate jdbc,
      Duration interval) {
    this.jobs = jobs;
    this.sender = sender;
    this.reductions = reductions;
    this.definitions = definitions;
    this.interceptors = interceptors;
    this.interrupted = interrupted;
    this.expired = expired;
    this.jdbc = jdbc;
    this.interval = interval;
  }

  @Override
  public synchronized void start() {
    if (executor == null) {
      ScheduledThreadPoolExecutor started =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(task, "bulk-pacer");
                thread.setDaemon(true);
                return thread;
              });
      started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
      executor = started;
      schedule(started, interval);
    }
  }

  @Override
  public void stop() {
    @Nullable ScheduledExecutorService stopping;
    synchronized (this) {
      stopping = executor;
      executor = null;
    }
    if (stopping == null) {
      return;
    }
    stopping.shutdown();
    try {
      // Not under the lock: a pass that ends asks for it.
      stopping.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return executor != null;
  }

  private void schedule(ScheduledExecutorService on, Duration pause) {
    var unused = on.schedule(() -> runAndScheduleNext(on), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void runAndScheduleNext(ScheduledExecutorService on) {
    long started = System.nanoTime();
    try {
      pass();
    } catch (RuntimeException e) {
      // The text of a failed statement has many lines; its cause says it in one.
      LOG.warn(
          "Could not move bulk jobs on; trying again: {}",
          NestedExceptionUtils.getMostSpecificCause(e).toString());
    }
    Duration pause = pauseAfter(Duration.ofNanos(System.nanoTime() - started), interval);
    synchronized (this) {
      if (executor == on && !on.isShutdown()) {
        schedule(on, pause);
      }
    }
  }

  /**
   * Looking after jobs takes at most a fifth of this thread's time, however many chunks they have.
   */
  static Duration pauseAfter(Duration work, Duration interval) {
    Duration pause = work.multipliedBy(PAUSE_PER_WORK);
    if (pause.compareTo(interval) < 0) {
      return interval;
    }
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private record Job(String id, String definition, int version) {}

  private void pass() {
    if (System.nanoTime() - reapedAt > REAP_INTERVAL.toNanos()) {
      reapedAt = System.nanoTime();
      interrupted.reclaimExpired();
      expired.remove();
    }
    List<Job> unfinished =
        jdbc.query(
            UNFINISHED, (row, n) -> new Job(row.getString(1), row.getString(2), row.getInt(3)));
    for (Job job : unfinished) {
      if (definitions.getJobDefinition(job.definition(), job.version()).isPresent()) {
        new JobInstanceProcessor(
                jobs,
                sender,
                job.id(),
                new JobChunkProgressAccumulator(),
                reductions,
                definitions,
                interceptors)
            .process();
      }
    }
  }
}
