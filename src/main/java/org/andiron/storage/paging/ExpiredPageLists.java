package org.andiron.storage.paging;

import ca.uhn.fhir.jpa.model.sched.HapiJob;
import ca.uhn.fhir.jpa.model.sched.IHasScheduledJobs;
import ca.uhn.fhir.jpa.model.sched.ISchedulerService;
import ca.uhn.fhir.jpa.model.sched.ScheduledJobDefinition;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

/** Deletes the stored matches of searches whose pages nobody has read for a long time. */
class ExpiredPageLists implements IHasScheduledJobs {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final PageLists lists;
  private final TransactionOperations transactions;

  ExpiredPageLists(PageLists lists, TransactionOperations transactions) {
    this.lists = lists;
    this.transactions = transactions;
  }

  @Override
  public void scheduleJobs(ISchedulerService scheduler) {
    ScheduledJobDefinition job = new ScheduledJobDefinition();
    job.setId(ExpiredPageLists.class.getName());
    job.setJobClass(Job.class);
    scheduler.scheduleClusteredJob(INTERVAL.toMillis(), job);
  }

  void delete() {
    transactions.executeWithoutResult(status -> lists.deleteExpired());
  }

  /** What the scheduler runs. */
  public static class Job implements HapiJob {

    private @Nullable ExpiredPageLists expired;

    /** The scheduler makes jobs without arguments. */
    @Autowired
    void setExpired(ExpiredPageLists expired) {
      this.expired = expired;
    }

    @Override
    public void execute(JobExecutionContext context) {
      Objects.requireNonNull(expired).delete();
    }
  }
}
