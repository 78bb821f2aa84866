package org.andiron.security.authserver.token;

import ca.uhn.fhir.jpa.model.sched.HapiJob;
import ca.uhn.fhir.jpa.model.sched.IHasScheduledJobs;
import ca.uhn.fhir.jpa.model.sched.ISchedulerService;
import ca.uhn.fhir.jpa.model.sched.ScheduledJobDefinition;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcOperations;

/** Deletes what has expired of authorizations, assertions, launches and sessions. */
class ExpiredAuthorizations implements IHasScheduledJobs {

  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private final JdbcOperations jdbc;

  ExpiredAuthorizations(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void scheduleJobs(ISchedulerService scheduler) {
    ScheduledJobDefinition job = new ScheduledJobDefinition();
    job.setId(ExpiredAuthorizations.class.getName());
    job.setJobClass(Job.class);
    scheduler.scheduleClusteredJob(INTERVAL.toMillis(), job);
  }

  void delete() {
    jdbc.update("delete from andiron.app_authorization where expires_at < now()");
    jdbc.update("delete from andiron.seen_assertion where expires_at < now()");
    jdbc.update("delete from andiron.launch_handle where expires_at < now()");
    jdbc.update(
        "delete from andiron.http_session where expiry_time < extract(epoch from now()) * 1000");
  }

  /** What the scheduler runs. */
  public static class Job implements HapiJob {

    private @Nullable ExpiredAuthorizations expired;

    /** The scheduler makes jobs without arguments. */
    @Autowired
    void setExpired(ExpiredAuthorizations expired) {
      this.expired = expired;
    }

    @Override
    public void execute(JobExecutionContext context) {
      Objects.requireNonNull(expired).delete();
    }
  }
}
