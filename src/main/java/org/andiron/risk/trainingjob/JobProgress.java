package org.andiron.risk.trainingjob;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.andiron.risk.training.TrainingProgress;

/**
 * Tells how far a job is, now and then, and stops it: for good if it was cancelled, for a while if
 * the server stops or the attempt was long enough.
 */
final class JobProgress implements TrainingProgress {

  private static final long INTERVAL = Duration.ofMillis(500).toNanos();

  private final String job;
  private final TrainingSteps steps;
  private final BooleanSupplier cancelled;
  private final BooleanSupplier pausing;
  private final long end;
  private long told = System.nanoTime() - INTERVAL;
  private boolean stoppedForGood;

  /**
   * @param cancelled whether the job is to end
   * @param pausing whether it is to be taken up later
   * @param most how long until then
   */
  JobProgress(
      String job,
      TrainingSteps steps,
      BooleanSupplier cancelled,
      BooleanSupplier pausing,
      Duration most) {
    this.job = job;
    this.steps = steps;
    this.cancelled = cancelled;
    this.pausing = pausing;
    this.end = System.nanoTime() + most.toNanos();
  }

  /** Whether the job was cancelled, and not only stopped for a while. */
  boolean isStoppedForGood() {
    return stoppedForGood;
  }

  @Override
  public void at(String step, long done, long all) throws InterruptedException {
    if (pausing.getAsBoolean() || Thread.interrupted() || System.nanoTime() - end > 0) {
      throw new InterruptedException("to go on later");
    }
    long now = System.nanoTime();
    if (now - told < INTERVAL) {
      return;
    }
    told = now;
    if (cancelled.getAsBoolean()) {
      stoppedForGood = true;
      throw new InterruptedException("cancelled");
    }
    steps.put(job, new TrainingSteps.Step(step, done, all));
  }
}
