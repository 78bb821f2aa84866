package org.andiron.risk.training;

/** Is told how far a training is, often enough to be able to stop it. */
@FunctionalInterface
public interface TrainingProgress {

  /**
   * A step begins or goes on.
   *
   * @param step what is being done, in a few words without anything of a patient
   * @param done parts of all
   * @throws InterruptedException if the training is to stop
   */
  void at(String step, long done, long all) throws InterruptedException;
}
