package org.andiron.risk.trainingjob;

import org.springframework.context.SmartLifecycle;

/**
 * Deletes at start what trainings that have ended left behind, and has the one under way stop when
 * the server does; it goes on at the next start.
 */
final class TrainingLifecycle implements SmartLifecycle {

  private final TrainingJob job;
  private volatile boolean running;

  TrainingLifecycle(TrainingJob job) {
    this.job = job;
  }

  @Override
  public void start() {
    job.pause(false);
    job.sweep();
    running = true;
  }

  @Override
  public void stop() {
    job.pause(true);
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
